package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes a whole tree: of any depth, following no symbolic link, and stopping with EBUSY at a
 * mount, whose content is not the tree's. What is gone already is no error. Memory grows with the
 * number of directories on the way and beside it, never with files.
 */
final class TreeRemoval {
    /** How often a directory is emptied again when someone puts names into it meanwhile. */
    private static final int ATTEMPTS = 4;

    /** A directory on the way: its name in the one above, and the directories still in it. */
    private record Level(String name, ArrayDeque<String> directories) {}

    private final Linux linux;

    TreeRemoval(Linux linux) {
        this.linux = linux;
    }

    void remove(Directory above, String name) {
        ErrnoException notEmpty = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                if (!unlinked(above, name)) {
                    descend(above, name);
                }
                return;
            } catch (ErrnoException e) {
                if (!e.is(Errno.ENOTEMPTY)) {
                    throw e;
                }
                notEmpty = e;
            }
        }
        if (notEmpty != null) {
            throw notEmpty;
        }
    }

    private void descend(Directory above, String name) {
        List<Level> levels = new ArrayList<>();
        try (Descent descent = new Descent(above)) {
            if (!enter(descent, name, levels)) {
                return;
            }
            while (!levels.isEmpty()) {
                Level level = levels.getLast();
                String next = level.directories.poll();
                if (next == null) {
                    descent.leave();
                    levels.removeLast();
                    unlink(descent.current(), level.name, Flags.AT_REMOVEDIR);
                } else {
                    enter(descent, next, levels);
                }
            }
        }
    }

    /** Goes in and removes all that is no directory; false when it is gone. */
    private boolean enter(Descent descent, String name, List<Level> levels) {
        int result = descent.enter(name);
        if (result == -Errno.ENOENT) {
            return false;
        }
        if (result == -Errno.ENOTDIR || result == -Errno.ELOOP) {
            unlink(descent.current(), name, 0); // it was another thing a moment ago
            return false;
        }
        if (result < 0) {
            int errno = result == -Errno.EXDEV ? Errno.EBUSY : -result;
            String path = Paths.of(descent.current().fd(), name);
            throw new ErrnoException(errno, Call.UNLINKAT.text, path);
        }
        ArrayDeque<String> directories = new ArrayDeque<>();
        levels.add(new Level(name, directories));
        Directory here = descent.current();
        try (DirectoryReader reader = here.entries()) {
            while (reader.next()) {
                String entry = reader.name();
                if (reader.type() == Flags.DT_DIR || !unlinked(here, entry)) {
                    directories.add(entry);
                }
            }
        }
        return true;
    }

    /** Removes a name that is no directory; false when it is one. */
    private boolean unlinked(Directory directory, String name) {
        try {
            unlink(directory, name, 0);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EISDIR)) {
                return false;
            }
            throw e;
        }
    }

    private void unlink(Directory directory, String name, int flags) {
        try {
            linux.unlinkat(directory.fd(), name, flags);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}
