package dev.mica.linux;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The directories below a {@link Root} that were used last, kept open: for unpacking, where the
 * next file mostly goes where the one before went, so that each costs one {@code openat} of a
 * single name.
 *
 * <p>A directory that is removed, renamed or replaced must be {@link #forget forgotten}: the cache
 * would go on with the one it holds. That one is still below the root or unlinked, so nothing is
 * ever written outside; but files would be lost.
 *
 * <p>A directory that is lent stays open while fewer than 32 others are asked for and until {@link
 * #forget}. Not for several threads at once.
 */
public final class DirectoryCache implements AutoCloseable {
    private static final int KEPT = 32;

    private final Root root;
    private final Map<String, Directory> open = new LinkedHashMap<>(64, 0.75f, true);

    /** An empty cache; the root stays the caller's. */
    public DirectoryCache(Root root) {
        this.root = root;
    }

    /** The directory at a path, lent. */
    public Directory directory(String path) {
        String key = Root.inside(path);
        Directory known = open.get(key);
        if (known != null) {
            return known;
        }
        return keep(key, root.directory(key));
    }

    /** As {@link #directory}, made with those above it where they are not there. */
    public Directory makeDirectories(String path, int mode) {
        String key = Root.inside(path);
        Directory known = open.get(key);
        if (known != null) {
            return known;
        }
        return keep(key, root.makeDirectories(key, mode));
    }

    /** As {@link Root#place}, with the directory lent. */
    public Root.Place place(String path) {
        String name = Root.nameOf(path);
        return new Root.Place(directory(Root.parentPath(path)), name);
    }

    private Directory keep(String key, Directory directory) {
        if (open.size() >= KEPT) {
            var eldest = open.entrySet().iterator();
            eldest.next().getValue().close();
            eldest.remove();
        }
        open.put(key, directory);
        return directory;
    }

    /**
     * Closes all: after a directory, or a symbolic link that may have led to one, was removed,
     * renamed or replaced.
     */
    public void forget() {
        for (Directory directory : open.values()) {
            directory.close();
        }
        open.clear();
    }

    @Override
    public void close() {
        forget();
    }
}
