package dev.mica.image;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Names inside of an archive, brought into one form: no leading slash or dot, no empty component.
 */
final class MemberNames {

    /** The kernel's PATH_MAX: no file that was ever saved has a longer name. */
    private static final int MAX_LENGTH = 4096;

    private MemberNames() {}

    /**
     * @throws InvalidImageException when the name leads out of the archive
     */
    static String clean(String name) {
        return join("", name);
    }

    /** Where a symbolic link called {@code name} points to. */
    static String target(String name, String link) {
        int slash = name.lastIndexOf('/');
        return join(link.startsWith("/") || slash < 0 ? "" : name.substring(0, slash), link);
    }

    private static String join(String directory, String name) {
        if (name.length() > MAX_LENGTH) {
            throw new InvalidImageException(
                    "invalid archive: a name of "
                            + name.length()
                            + " characters: file name too long");
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (directory + '/' + name).split("/", -1)) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    throw new InvalidImageException(
                            "invalid archive: \"" + name + "\" leads out of it");
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
