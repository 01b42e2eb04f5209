package dev.mica.linux;

import static dev.mica.linux.Invoke.check;

import dev.mica.errno.Errno;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The walk behind {@link Directory#walk}: any depth, with few descriptors. */
final class TreeWalk {
    /** A directory on the way: its path and the names still to be seen. */
    private record Level(String path, Deque<DirEntry> names) {
        static Level of(String path, Directory directory) {
            return new Level(path, new ArrayDeque<>(directory.list()));
        }
    }

    private TreeWalk() {}

    static void walk(Directory top, TreeVisitor visitor) {
        StatBuffer stat = new StatBuffer();
        List<Level> levels = new ArrayList<>();
        try (Descent descent = new Descent(top)) {
            levels.add(Level.of("", top));
            while (!levels.isEmpty()) {
                Level level = levels.getLast();
                DirEntry entry = level.names.poll();
                if (entry == null) {
                    levels.removeLast();
                    if (!levels.isEmpty()) {
                        visitor.leave(descent.current(), level.path);
                        descent.leave();
                    }
                } else {
                    visit(descent, levels, entry.name(), stat, visitor);
                }
            }
        }
    }

    private static void visit(
            Descent descent,
            List<Level> levels,
            String name,
            StatBuffer stat,
            TreeVisitor visitor) {
        Directory parent = descent.current();
        int result = parent.stat(name, stat);
        if (result == -Errno.ENOENT) {
            return;
        }
        check(result, Call.STATX, parent.fd(), name);
        String above = levels.getLast().path;
        String path = above.isEmpty() ? name : above + "/" + name;
        if (!visitor.visit(parent, path, name, stat) || !stat.isDirectory()) {
            return;
        }
        int entered = descent.enter(name);
        if (entered == -Errno.ENOENT || entered == -Errno.EXDEV) {
            return;
        }
        check(entered, Call.OPENAT2, parent.fd(), name);
        levels.add(Level.of(path, descent.current()));
    }
}
