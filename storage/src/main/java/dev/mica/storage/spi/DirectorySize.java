package dev.mica.storage.spi;

import dev.mica.linux.Directory;
import dev.mica.linux.StatBuffer;
import dev.mica.linux.TreeVisitor;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts a tree's bytes as Docker does: the lengths of all that is no directory, of several hard
 * links once.
 */
public final class DirectorySize implements TreeVisitor {
    private record Inode(long dev, long ino) {}

    private final Set<Inode> linked = new HashSet<>();
    private long size;

    private DirectorySize() {}

    /** The size in bytes. Costs one call for each name. */
    public static long of(Directory root) {
        DirectorySize walk = new DirectorySize();
        root.walk(walk);
        return walk.size;
    }

    @Override
    public boolean visit(Directory parent, String path, String name, StatBuffer stat) {
        if (stat.isDirectory()) {
            return true;
        }
        if (stat.nlink() == 1 || linked.add(new Inode(stat.dev(), stat.ino()))) {
            size += stat.size();
        }
        return false;
    }
}
