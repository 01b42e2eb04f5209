package dev.mica.storage.spi;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.DirectoryReader;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.StatBuffer;
import dev.mica.linux.TreeVisitor;
import dev.mica.storage.spi.Change.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a layer changed by comparing its whole merged tree with its parent's: for drivers, and
 * for layers, whose own directory does not tell. Costs a look at every name of both trees.
 */
public final class TreeComparison implements TreeVisitor {

    /** A directory on the way down. */
    private static final class Level {
        final String path;
        final boolean both;
        final boolean listed;
        final Set<String> seen = new HashSet<>();
        boolean changedBelow;

        Level(String path, boolean both, boolean listed) {
            this.path = path;
            this.both = both;
            this.listed = listed;
        }
    }

    private final Optional<Directory> below;
    private final List<Change> changes = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    private final StatBuffer old = new StatBuffer();

    private TreeComparison(Optional<Directory> below) {
        this.below = below;
    }

    /**
     * The changes, sorted by path.
     *
     * @param layer the layer's merged tree
     * @param below the parent's; empty for everything to be an addition
     */
    public static List<Change> changes(Directory layer, Optional<Directory> below) {
        TreeComparison walk = new TreeComparison(below);
        walk.levels.add(new Level("", below.isPresent(), true));
        layer.walk(walk);
        walk.leave(layer, "");
        walk.changes.sort(Comparator.comparing(Change::path));
        return walk.changes;
    }

    /** The bytes of what was added or changed, as Docker counts them. */
    public static long size(Directory layer, Optional<Directory> below) {
        Set<String> inodes = new HashSet<>();
        StatBuffer stat = new StatBuffer();
        long size = 0;
        for (Change change : changes(layer, below)) {
            if (change.kind() != Kind.DELETE
                    && layer.linux().statx(layer.fd(), change.path().substring(1), 0, stat) == 0
                    && !stat.isDirectory()
                    && (stat.nlink() == 1 || inodes.add(stat.dev() + ":" + stat.ino()))) {
                size += stat.size();
            }
        }
        return size;
    }

    @Override
    public boolean visit(Directory parent, String path, String name, StatBuffer stat) {
        Level level = levels.getLast();
        level.seen.add(name);
        boolean directory = stat.isDirectory();
        if (!level.both || !isBelow(path)) {
            list(level, path, Kind.ADD);
            if (directory) {
                levels.add(new Level(path, false, true));
            }
            return directory;
        }
        boolean differs =
                StatDifference.differs(old, stat)
                        || (stat.isRegular() && !sameCapability(parent, path, name));
        boolean both = directory && old.isDirectory();
        if (differs) {
            list(level, path, Kind.MODIFY);
        }
        if (directory) {
            levels.add(new Level(path, both, differs));
        }
        return directory;
    }

    /** Looks in the parent's tree. The directories of the path are directories there too. */
    private boolean isBelow(String path) {
        Directory root = below.orElseThrow();
        int result = root.linux().statx(root.fd(), path, 0, old);
        if (result < 0 && result != -Errno.ENOENT) {
            throw new ErrnoException(-result, "stat", path);
        }
        return result == 0;
    }

    private boolean sameCapability(Directory parent, String path, String name) {
        Directory root = below.orElseThrow();
        return Arrays.equals(
                parent.xattr(name, StatDifference.CAPABILITY),
                root.linux().getxattr(root.fd(), path, StatDifference.CAPABILITY));
    }

    private void list(Level level, String path, Kind kind) {
        level.changedBelow = true;
        changes.add(new Change("/" + path, kind));
    }

    @Override
    public void leave(Directory directory, String path) {
        Level level = levels.removeLast();
        if (level.both) {
            for (String name : namesBelow(path)) {
                if (!level.seen.contains(name)) {
                    list(level, path.isEmpty() ? name : path + "/" + name, Kind.DELETE);
                }
            }
        }
        if (level.changedBelow && !levels.isEmpty()) {
            if (!level.listed) {
                changes.add(new Change("/" + level.path, Kind.MODIFY));
            }
            levels.getLast().changedBelow = true;
        }
    }

    private List<String> namesBelow(String path) {
        Directory root = below.orElseThrow();
        Linux linux = root.linux();
        int fd =
                linux.openat2(
                        root.fd(),
                        path.isEmpty() ? "." : path,
                        Flags.O_RDONLY | Flags.O_DIRECTORY,
                        0,
                        Flags.RESOLVE_BENEATH | Flags.RESOLVE_NO_SYMLINKS);
        if (fd < 0) {
            throw new ErrnoException(-fd, "open", path);
        }
        List<String> names = new ArrayList<>();
        try (Directory directory = new Directory(linux, new Fd(linux, fd));
                DirectoryReader reader = directory.entries()) {
            while (reader.next()) {
                names.add(reader.name());
            }
        }
        return names;
    }
}
