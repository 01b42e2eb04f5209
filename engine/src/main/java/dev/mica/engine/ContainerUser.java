package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Fd;
import dev.mica.linux.Root;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a process in a container is: the words of {@code --user} and {@code --group-add} looked up in
 * the container's own {@code /etc/passwd} and {@code /etc/group}, which are the container's to
 * write and so are read below its root, bounded, and never trusted to be well-formed.
 */
final class ContainerUser {
    private static final long MAX_ID = Integer.MAX_VALUE;
    private static final int MAX_FILE = 4 << 20;
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

    private ContainerUser() {}

    /**
     * Looks a user up.
     *
     * @param root the container's root file system, its links followed inside it
     * @param spec {@code name-or-id[:name-or-id]}; empty for root
     * @param groupAdd more groups, by name or number
     * @throws EngineException 400, {@code unable to find user …}
     */
    static OciSpec.User find(Root root, String spec, List<String> groupAdd) {
        int colon = spec.indexOf(':');
        String user = colon < 0 ? spec : spec.substring(0, colon);
        String group = colon < 0 ? "" : spec.substring(colon + 1);
        if (user.isEmpty()) {
            user = "0";
        }
        long uid = 0;
        long gid = 0;
        @Nullable String name = null;
        Optional<List<String>> passwd = entry(lines(root, "/etc/passwd"), user, 4);
        if (passwd.isPresent()) {
            name = passwd.get().get(0);
            uid = number(passwd.get().get(2));
            gid = number(passwd.get().get(3));
        } else if (isNumber(user)) {
            uid = number(user);
        } else {
            throw EngineException.invalid(
                    "unable to find user " + user + ": no matching entries in passwd file");
        }
        List<List<String>> groups = lines(root, "/etc/group");
        SequencedSet<Long> more = new LinkedHashSet<>();
        if (!group.isEmpty()) {
            gid = group(groups, group, "unable to find group " + group);
        } else if (name != null) {
            for (List<String> g : groups) {
                if (g.size() > 3 && List.of(g.get(3).split(",", -1)).contains(name)) {
                    more.add(number(g.get(2)));
                }
            }
        }
        for (String added : groupAdd) {
            more.add(group(groups, added, "Unable to find group " + added));
        }
        checkRange(uid);
        checkRange(gid);
        SequencedSet<Long> all = new LinkedHashSet<>();
        all.add(gid); // so that giving the group up is no way around a file's denial to it
        all.addAll(more);
        all.forEach(ContainerUser::checkRange);
        return new OciSpec.User(uid, gid, List.copyOf(all));
    }

    private static long group(List<List<String>> groups, String wanted, String unknown) {
        Optional<List<String>> found = entry(groups, wanted, 3);
        if (found.isPresent()) {
            return number(found.get().get(2));
        }
        if (isNumber(wanted)) {
            return number(wanted);
        }
        throw EngineException.invalid(unknown + ": no matching entries in group file");
    }

    /** The first entry of this name, or whose third field is this number. */
    private static Optional<List<String>> entry(
            List<List<String>> lines, String wanted, int fields) {
        return lines.stream()
                .filter(f -> f.size() >= fields && isNumber(f.get(2)))
                .filter(f -> fields < 4 || isNumber(f.get(3)))
                .filter(f -> f.get(0).equals(wanted) || f.get(2).equals(wanted))
                .findFirst();
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }

    private static void checkRange(long id) {
        if (id < 0 || id > MAX_ID) {
            throw EngineException.invalid("uids and gids must be in range 0-" + MAX_ID);
        }
    }

    /** A file's lines by colons; none where the container has no such file. */
    private static List<List<String>> lines(Root root, String path) {
        List<List<String>> lines = new ArrayList<>();
        String text;
        try (Fd fd = root.openRegular(path)) {
            ByteBuffer content = ByteBuffer.allocate(16 * 1024);
            StringBuilder all = new StringBuilder();
            while (fd.read(content.clear()) > 0 && all.length() < MAX_FILE) {
                // bytes as characters: names are compared, never shown
                all.append(
                        new String(
                                content.array(),
                                0,
                                content.position(),
                                StandardCharsets.ISO_8859_1));
            }
            text = all.toString();
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return lines;
            }
            if (e.is(Errno.EINVAL)) { // the runtime reads it too, and would wait for a fifo's end
                throw EngineException.invalid(
                        "unable to look up users: the container's "
                                + path
                                + " is not a regular file");
            }
            throw e;
        }
        for (String line : text.split("\n", -1)) {
            String trimmed = line.strip();
            if (!trimmed.isEmpty() && !trimmed.startsWith("#")) {
                lines.add(List.of(trimmed.split(":", -1)));
            }
        }
        return lines;
    }
}
