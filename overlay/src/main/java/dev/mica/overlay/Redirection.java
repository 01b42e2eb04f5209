package dev.mica.overlay;

import dev.mica.errno.Errno;
import java.util.Arrays;

/**
 * Where the layers below have a directory that has another name above, as the mark {@code redirect}
 * says: a single name, of the same parent there; or a path from the root of each layer, which
 * begins with a slash. A directory on that path, or what it leads to, may carry the mark too: it
 * then holds for the layers further down.
 */
final class Redirection {
    /** The longest mark that is made, as by the kernel. */
    private static final int LONGEST = 256;

    private final Tree tree;
    private final LayerBackend backend;
    private final LayerStack stack;
    private final Marks marks;
    private final Merge merge;

    Redirection(Tree tree, Merge merge) {
        this.tree = tree;
        this.backend = tree.backend;
        this.stack = tree.stack;
        this.marks = tree.marks;
        this.merge = merge;
    }

    /**
     * Reads a directory's mark to {@link Caller#value}: its length; 0 where there is none; EINVAL
     * for one that is no name and no path.
     */
    int read(Caller caller, int handle) {
        return read(caller, handle, LayerBackend.NONE, 0);
    }

    int read(Caller caller, int at, byte[] name, int length) {
        byte[] value = caller.value();
        int size = backend.getXattr(at, name, length, marks.redirect, value);
        if (size == -Errno.ENODATA || size == -Errno.EOPNOTSUPP) {
            return 0;
        }
        return size < 0 || isValid(value, size) ? size : -Errno.EINVAL;
    }

    private static boolean isValid(byte[] value, int size) {
        boolean absolute = size > 0 && value[0] == '/';
        int start = absolute ? 1 : 0;
        for (int i = start; i <= size; i++) {
            if (i < size && value[i] != '/') {
                if (value[i] == 0) {
                    return false;
                }
                continue;
            }
            int length = i - start;
            boolean dots =
                    length <= 2
                            && (length < 1 || value[start] == '.')
                            && (length < 2 || value[start + 1] == '.');
            if (dots || length > Place.LONGEST || (!absolute && i < size)) {
                return false;
            }
            start = i + 1;
        }
        return true;
    }

    /**
     * Adds what the layers below the last one have, by the mark in {@link Caller#value}: 0 or the
     * negative errno.
     */
    int follow(Caller caller, Directory parent, Place place, Directory to, int size) {
        byte[] mark = Arrays.copyOf(caller.value(), size);
        int top = to.layers[to.count - 1];
        if (stack.isUpper(top)) {
            to.redirect = mark;
        }
        Walk walk = new Walk(caller, mark);
        for (int layer = top + 1; layer < stack.layers() && !walk.stopped; layer++) {
            Directory from = walk.path[0] == '/' ? tree.root : parent;
            int base = from.handle(layer);
            int found = base < 0 ? Walk.NOTHING : walk.in(layer, base);
            if (found == Walk.NOTHING) {
                continue;
            }
            if (found < 0) {
                return found;
            }
            to.addLayer(layer, found);
            to.xattrWhiteouts |= walk.xattrWhiteouts;
        }
        return 0;
    }

    /** A walk to the directory of that absolute path; the empty path is the root. */
    Walk walk(Caller caller, byte[] path) {
        return new Walk(caller, path);
    }

    /** Looks for one path in one layer after the other. */
    final class Walk {
        /** Nothing is there. No errno. */
        static final int NOTHING = Integer.MIN_VALUE;

        private final Caller caller;
        private byte[] path;
        private boolean stopped;
        private boolean xattrWhiteouts;

        Walk(Caller caller, byte[] path) {
            this.caller = caller;
            this.path = path;
        }

        boolean isRoot() {
            return path.length == 0;
        }

        /** Whether no layer further down counts. */
        boolean stopped() {
            return stopped;
        }

        /**
         * The handle of the directory in this layer, or {@link #NOTHING}, or the negative errno.
         */
        int in(int layer, int base) {
            byte[] followed = path;
            int from = followed[0] == '/' ? 1 : 0;
            int handle = base;
            while (true) {
                int end = from;
                while (end < followed.length && followed[end] != '/') {
                    end++;
                }
                int next = child(handle, Arrays.copyOfRange(followed, from, end));
                if (handle != base) {
                    backend.release(handle);
                }
                if (next < 0) {
                    return next;
                }
                handle = next;
                int result = enter(layer, handle, followed, from, end);
                if (result < 0) {
                    backend.release(handle);
                    return result;
                }
                if (end == followed.length) {
                    return handle;
                }
                from = end + 1;
            }
        }

        private int child(int handle, byte[] name) {
            if (merge.isAufsHidden(caller, handle, name)) {
                stopped = true;
                return NOTHING;
            }
            int result = backend.stat(handle, name, name.length, caller.other);
            if (result < 0) {
                return result == -Errno.ENOENT ? NOTHING : result;
            }
            if (!caller.other.isDirectory()) {
                stopped = true; // also where it is a whiteout
                return NOTHING;
            }
            return backend.child(handle, name, name.length);
        }

        /** What a directory on the way says of the layers below it. */
        private int enter(int layer, int handle, byte[] followed, int from, int end) {
            byte opaque = merge.opaque(handle, caller);
            xattrWhiteouts = opaque == 'x';
            if (opaque == 'y' || merge.isAufsOpaque(caller, handle)) {
                stopped = true;
            }
            int last = stack.layers() + stack.dataLayers() - 1;
            int size = stopped || layer == last ? 0 : read(caller, handle);
            if (size <= 0) {
                return size;
            }
            byte[] mark = caller.value();
            int kept = mark[0] == '/' ? 0 : from;
            byte[] changed = new byte[kept + size + followed.length - end];
            System.arraycopy(followed, 0, changed, 0, kept);
            System.arraycopy(mark, 0, changed, kept, size);
            System.arraycopy(followed, end, changed, kept + size, followed.length - end);
            path = changed;
            return 0;
        }
    }

    /**
     * Marks the upper's part of a directory, or a file whose data is below, that is about to be
     * renamed: 0, or the negative errno, EXDEV where programs shall copy it.
     *
     * @param stays whether it stays in its parent
     */
    int mark(Node node, byte[] name, int length, boolean stays) {
        byte[] before = node.redirect;
        if (before != null && (stays || before[0] == '/')) {
            return 0;
        }
        byte[] path = stays ? Arrays.copyOf(name, length) : path(node);
        if (path.length > LONGEST) {
            return -Errno.EXDEV;
        }
        Place place = new Place();
        int result = tree.place(node, place);
        if (result == 0) {
            result =
                    backend.setXattr(
                            place.at,
                            place.name,
                            place.length,
                            marks.redirect,
                            path,
                            path.length,
                            0);
        }
        if (result < 0) {
            return -Errno.EXDEV;
        }
        node.redirect = path;
        return 0;
    }

    /** Where the lowers have it, from their root. */
    private byte[] path(Node node) {
        byte[] path = {};
        Place place = new Place();
        tree.lock.lock();
        try {
            Node at = node;
            Directory parent = at.parent;
            while (parent != null) {
                byte[] name = at.redirect;
                if (name == null) {
                    int length = Tree.listing(parent).name(at.slot, place.name);
                    name = Arrays.copyOf(place.name, length);
                }
                boolean absolute = name[0] == '/';
                int start = absolute ? 0 : 1;
                byte[] longer = new byte[start + name.length + path.length];
                longer[0] = '/';
                System.arraycopy(name, 0, longer, start, name.length);
                System.arraycopy(path, 0, longer, start + name.length, path.length);
                path = longer;
                if (absolute) {
                    break;
                }
                at = parent;
                parent = at.parent;
            }
        } finally {
            tree.lock.unlock();
        }
        return path;
    }
}
