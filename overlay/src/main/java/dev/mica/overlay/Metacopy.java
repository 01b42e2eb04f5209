package dev.mica.overlay;

import dev.mica.errno.Errno;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Files that are all but their data: a copy-up for a change of permissions, owner, times or name
 * leaves the data in the lower, and the mark {@code metacopy} says so. The data is that of the
 * topmost file below which has no such mark: of the same name, or where the mark {@code redirect}
 * says, as for directories ({@link Redirection}).
 */
final class Metacopy {
    /** The shortest mark that is not empty: version, length, flags, and which digest follows. */
    private static final int HEADER = 4;

    /** What a look at one layer shows, beside errnos. */
    private static final int NOTHING = Redirection.Walk.NOTHING;

    private static final int FOUND = 1;
    private static final int MARKED = 2;

    private final LayerBackend backend;
    private final LayerStack stack;
    private final Marks marks;
    private final Tree tree;
    private final Merge merge;

    Metacopy(Tree tree, Merge merge) {
        this.tree = tree;
        this.backend = tree.backend;
        this.stack = tree.stack;
        this.marks = tree.marks;
        this.merge = merge;
    }

    /**
     * Whether a regular file is without data: 1 if so, else 0; EPERM where that is not followed,
     * EIO for a mark that says nothing.
     */
    int isMarked(Caller caller, int at, byte[] name, int length) {
        byte[] value = caller.small;
        int size = backend.getXattr(at, name, length, marks.metacopy, value);
        if (size == -Errno.ENODATA || size == -Errno.EOPNOTSUPP) {
            return 0;
        }
        if (!stack.metacopy()) {
            return -Errno.EPERM;
        }
        if (size < 0) {
            return size;
        }
        boolean valid = size == 0 || (size >= HEADER && value[0] == 0 && value[1] == (byte) size);
        return valid ? 1 : -Errno.EIO;
    }

    /**
     * Finds the data of a marked file: 0 or the negative errno, EIO where there is none. {@link
     * Caller#data} is the answer, and keeps a handle.
     */
    int find(Caller caller, Directory parent, Place place) {
        byte[] name = Arrays.copyOf(place.name, place.length);
        int size = merge.redirects.read(caller, place.at, place.name, place.length);
        if (size < 0) {
            return size;
        }
        byte[] first = size == 0 ? null : Arrays.copyOf(caller.value(), size);
        byte[] mark = first;
        Redirection.Walk walk = null;
        int layer = place.layer + 1;
        for (; layer < stack.layers() + stack.dataLayers(); layer++) {
            if (mark != null) {
                int slash = lastSlash(mark);
                name = Arrays.copyOfRange(mark, slash + 1, mark.length);
                if (slash >= 0) {
                    walk = merge.redirects.walk(caller, Arrays.copyOf(mark, slash));
                }
                mark = null;
            }
            if (layer >= stack.layers() && walk == null) {
                break; // layers of data are reached by paths alone
            }
            int directory = directory(walk, parent, layer);
            int result = directory < 0 ? directory : look(caller, directory, name, layer);
            if (result == FOUND) {
                caller.data = new LowerData(layer, directory, name, first);
                return 0;
            }
            if (result == MARKED) {
                size = merge.redirects.read(caller, directory, name, name.length);
                mark = size <= 0 ? null : Arrays.copyOf(caller.value(), size);
                result = size < 0 ? size : NOTHING;
            }
            if (directory >= 0) {
                backend.release(directory);
            }
            if (result != NOTHING) {
                return result;
            }
            if (walk != null && walk.stopped()) {
                break;
            }
        }
        return -Errno.EIO;
    }

    private static int lastSlash(byte[] path) {
        int at = path.length - 1;
        while (at >= 0 && path[at] != '/') {
            at--;
        }
        return at;
    }

    /** A handle, to be released, of where a layer has the file's directory. */
    private int directory(Redirection.@Nullable Walk walk, Directory parent, int layer) {
        if (walk != null && !walk.isRoot()) {
            return walk.in(layer, layer);
        }
        int handle;
        tree.lock.lock();
        try {
            handle = walk != null ? layer : parent.handle(layer);
        } finally {
            tree.lock.unlock();
        }
        if (handle < 0) {
            return NOTHING;
        }
        backend.retain(handle);
        return handle;
    }

    private int look(Caller caller, int directory, byte[] name, int layer) {
        if (merge.isAufsHidden(caller, directory, name)) {
            return -Errno.EIO;
        }
        int result = backend.stat(directory, name, name.length, caller.other);
        if (result < 0) {
            return result == -Errno.ENOENT ? NOTHING : result;
        }
        if (!Mode.isRegular(caller.other.mode)) {
            return -Errno.EIO;
        }
        if (layer >= stack.layers()) {
            return FOUND;
        }
        result = isMarked(caller, directory, name, name.length);
        return result < 0 ? result : result == 0 ? FOUND : MARKED;
    }
}
