package dev.mica.linux;

import static dev.mica.linux.Invoke.check;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way down a tree of any depth with a bounded number of descriptors, and back up. Goes into no
 * symbolic link and no mount. The directories far above are closed, and opened again as {@code ..}
 * of the one below, which must then be the very same, else ESTALE: a tree that is moved about
 * meanwhile leads nowhere.
 */
final class Descent implements AutoCloseable {
    private static final int KEPT_OPEN = 48;
    private static final int OPEN = Flags.O_RDONLY | Flags.O_DIRECTORY | Flags.O_NOFOLLOW;
    private static final long RESOLVE =
            Flags.RESOLVE_BENEATH | Flags.RESOLVE_NO_SYMLINKS | Flags.RESOLVE_NO_XDEV;

    /**
     * A directory on the way: open, or its identity while closed. The first is not ours to close.
     */
    private static final class Level {
        @Nullable Directory directory;
        long dev;
        long ino;

        Level(Directory directory) {
            this.directory = directory;
        }
    }

    private final Linux linux;
    private final List<Level> levels = new ArrayList<>();

    /** Starts at a directory, which stays the caller's. */
    Descent(Directory top) {
        linux = top.linux();
        levels.add(new Level(top));
    }

    /** How many levels below the start. */
    int depth() {
        return levels.size() - 1;
    }

    /** The directory where we are. */
    Directory current() {
        Directory directory = levels.getLast().directory;
        if (directory == null) {
            throw new AssertionError("the last level is always open");
        }
        return directory;
    }

    /** Goes into a directory: 0, or the negative errno (EXDEV: something is mounted there). */
    int enter(String name) {
        int fd = linux.openat2(current().fd(), name, OPEN, 0, RESOLVE);
        if (fd < 0) {
            return fd;
        }
        levels.add(new Level(new Directory(linux, new Fd(linux, fd))));
        int far = levels.size() - 1 - KEPT_OPEN;
        if (far > 0) {
            suspend(levels.get(far));
        }
        return 0;
    }

    /** Goes back up. */
    void leave() {
        Level left = levels.removeLast();
        Directory below = left.directory;
        if (below == null) {
            throw new AssertionError("the last level is always open");
        }
        try {
            Level level = levels.getLast();
            if (level.directory == null) {
                level.directory = reopen(level, below);
            }
        } finally {
            below.close();
        }
    }

    private static void suspend(Level level) {
        Directory directory = level.directory;
        if (directory == null) {
            return;
        }
        Statx stat = directory.stat();
        level.dev = stat.dev();
        level.ino = stat.ino();
        level.directory = null;
        directory.close();
    }

    private Directory reopen(Level level, Directory below) {
        int fd = linux.openat(below.fd(), "..", OPEN, 0);
        check(fd, Call.OPENAT, below.fd(), "..");
        Directory directory = new Directory(linux, new Fd(linux, fd));
        Statx stat = directory.stat();
        if (stat.dev() != level.dev || stat.ino() != level.ino) {
            directory.close();
            throw new ErrnoException(Errno.ESTALE, Call.OPENAT.text, Paths.of(below.fd(), ".."));
        }
        return directory;
    }

    @Override
    public void close() {
        while (levels.size() > 1) {
            Directory directory = levels.removeLast().directory;
            if (directory != null) {
                directory.close();
            }
        }
    }
}
