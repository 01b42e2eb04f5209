package dev.mica.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths of descriptors: the one to reach it by, and the one it has, for messages. */
final class Paths {
    private Paths() {}

    /** The path that leads to an open descriptor, one of {@code O_PATH} too. */
    static String proc(int fd) {
        return "/proc/self/fd/".concat(Integer.toString(fd));
    }

    /**
     * The path of a descriptor as the kernel sees it now; {@code fd N} when it cannot say. For
     * messages only: found when an error is told, so that nothing has to be carried along for it.
     */
    static String of(int fd) {
        if (fd == Flags.AT_FDCWD) {
            return "";
        }
        try {
            return Files.readSymbolicLink(Path.of(proc(fd))).toString();
        } catch (IOException | RuntimeException unknown) {
            return "fd " + fd;
        }
    }

    /** The path of a name below a directory's descriptor. */
    static String of(int directory, String name) {
        if (directory == Flags.AT_FDCWD || name.startsWith("/")) {
            return name;
        }
        String above = of(directory);
        if (name.isEmpty()) {
            return above;
        }
        return above.endsWith("/") ? above + name : above + "/" + name;
    }
}
