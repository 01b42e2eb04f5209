package dev.mica.overlay;

import dev.mica.errno.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Which names a directory shows: those of all its layers, the topmost of each name counting.
 *
 * <ul>
 *   <li>A <i>whiteout</i> hides its name in the layers below: a character device 0:0; a file of
 *       size 0 with the mark {@code whiteout} in a directory whose mark {@code opaque} is "x"; or,
 *       in the AUFS form, a file {@code .wh.NAME}.
 *   <li>A directory that is <i>opaque</i> (mark {@code opaque} = "y", or a file {@code
 *       .wh..wh..opq} in it) shows nothing of the layers below.
 *   <li>Directories of one name in several layers are one, merged, until one is opaque or a layer
 *       has something else of that name.
 * </ul>
 */
final class Merge {
    private static final byte[] WH = {'.', 'w', 'h', '.'};
    private static final byte[] WH_OPAQUE = {
        '.', 'w', 'h', '.', '.', 'w', 'h', '.', '.', 'o', 'p', 'q'
    };

    private final Tree tree;
    private final LayerBackend backend;
    private final LayerStack stack;
    private final Marks marks;
    final Redirection redirects;
    private final Metacopy metacopy;

    Merge(Tree tree) {
        this.tree = tree;
        this.backend = tree.backend;
        this.stack = tree.stack;
        this.marks = tree.marks;
        this.redirects = new Redirection(tree, this);
        this.metacopy = new Metacopy(tree, this);
    }

    /** Has the directory's names read, if they are not yet: 0 or the negative errno. */
    int read(Caller caller, Directory directory) {
        if (directory.listing != null) {
            return 0;
        }
        tree.begin(directory);
        try {
            if (directory.listing != null) {
                return 0;
            }
            Listing listing = new Listing();
            int result = directory.held != Node.NO_FILE ? 0 : fill(caller, directory, listing);
            if (result == 0) {
                tree.lock.lock();
                try {
                    directory.listing = listing;
                } finally {
                    tree.lock.unlock();
                }
            }
            return result;
        } finally {
            tree.end(directory);
        }
    }

    private int fill(Caller caller, Directory directory, Listing into) {
        for (int i = 0; i < directory.count; i++) {
            LayerNames names =
                    new LayerNames(
                            caller,
                            into,
                            directory.layers[i],
                            directory.handles[i],
                            directory.xattrWhiteouts);
            int result = backend.entries(directory.handles[i], names);
            if (result < 0) {
                return result;
            }
            if (names.failed < 0) {
                return names.failed;
            }
            if (names.opaque) {
                break;
            }
        }
        into.dropLowerWhiteouts(stack.hasUpper());
        findOrigins(caller, directory, into);
        return 0;
    }

    /**
     * The numbers of what the upper has: what was copied up keeps that which it had in its lower. A
     * directory that lowers have too got theirs above, which is right for one that is merged with
     * them.
     */
    private void findOrigins(Caller caller, Directory directory, Listing into) {
        int upper = directory.count > 0 ? directory.handles[0] : -1;
        if (!stack.isUpper(directory.layers[0])) {
            return;
        }
        boolean impure = isImpure(upper, caller);
        directory.impure |= impure;
        Place place = caller.place;
        for (int slot = 0; slot < into.end(); slot++) {
            boolean merged = into.isShown(slot) && into.firstMerged(slot) != 0;
            if (!into.isShown(slot) || into.layer(slot) != 0 || !(impure || merged)) {
                continue;
            }
            int length = into.name(slot, place.name);
            if (merged && isMergedByName(caller, upper, place.name, length)) {
                continue;
            }
            long ino = impure ? originIno(caller, upper, place.name, length) : 0;
            if (ino == 0 && merged) {
                int result = backend.stat(upper, place.name, length, caller.other);
                ino = result < 0 ? 0 : tree.ino(0, caller.other.ino);
            }
            if (ino != 0) {
                into.setIno(slot, ino);
            }
        }
    }

    /** Whether the upper's directory is one with those of its name, as no mark says otherwise. */
    private boolean isMergedByName(Caller caller, int upper, byte[] name, int length) {
        byte[] value = caller.small;
        boolean opaque =
                backend.getXattr(upper, name, length, marks.opaque, value) == 1 && value[0] == 'y';
        return !opaque
                && backend.getXattr(upper, name, length, marks.redirect, LayerBackend.NONE) < 0;
    }

    /** The number of the lower's file that was copied up to here; 0 where none is known. */
    private long originIno(Caller caller, int at, byte[] name, int length) {
        byte[] origin = caller.small;
        int size = backend.getXattr(at, name, length, marks.origin, origin);
        if (size <= 0) {
            return 0;
        }
        for (int layer = 1; layer < stack.layers(); layer++) {
            long ino = backend.originIno(layer, origin, size);
            if (ino > 0) {
                return tree.ino(layer, ino);
            }
        }
        return 0;
    }

    /** What the mark of a directory says: y, x, or 0 where there is none. */
    byte opaque(int directory, Caller caller) {
        byte[] value = caller.small;
        return backend.getXattr(directory, LayerBackend.NONE, 0, marks.opaque, value) == 1
                ? value[0]
                : 0;
    }

    private boolean isImpure(int directory, Caller caller) {
        byte[] value = caller.small;
        return backend.getXattr(directory, LayerBackend.NONE, 0, marks.impure, value) == 1
                && value[0] == 'y';
    }

    /** Takes one layer's names. */
    private final class LayerNames implements LayerBackend.Entries {
        private final Caller caller;
        private final Listing into;
        private final int layer;
        private final int handle;
        private final boolean xattrWhiteouts;
        private boolean opaque;
        private int failed;

        LayerNames(
                Caller caller, Listing into, int layer, int handle, boolean maybeXattrWhiteouts) {
            this.caller = caller;
            this.into = into;
            this.layer = layer;
            this.handle = handle;
            this.xattrWhiteouts = maybeXattrWhiteouts && opaque(handle, caller) == 'x';
        }

        @Override
        public void entry(byte[] name, int length, long ino, int told) {
            int type = told;
            if (stack.aufs() && length > WH.length && startsWith(name, length, WH)) {
                aufs(name, length);
                return;
            }
            boolean whiteout = false;
            if (type == Mode.DT_UNKNOWN
                    || type == Mode.DT_CHARACTER
                    || (xattrWhiteouts && type == Mode.DT_REGULAR)) {
                FileState state = caller.other;
                int result = backend.stat(handle, name, length, state);
                if (result < 0) {
                    failed = result == -Errno.ENOENT ? failed : result;
                    return;
                }
                type = Mode.entryType(state.mode);
                whiteout =
                        state.isWhiteoutDevice()
                                || (xattrWhiteouts
                                        && state.size == 0
                                        && backend.getXattr(
                                                        handle,
                                                        name,
                                                        length,
                                                        marks.whiteout,
                                                        caller.small)
                                                >= 0);
            }
            if (whiteout) {
                hide(name, 0, length);
            } else {
                show(name, length, ino, type);
            }
        }

        private void show(byte[] name, int length, long ino, int type) {
            int slot = into.find(name, length);
            if (slot == Listing.ABSENT) {
                into.add(name, 0, length, layer, type, tree.ino(layer, ino));
            } else if (into.isWhiteout(slot)) {
                if (into.isAufs(slot) && into.layer(slot) == layer) {
                    into.show(slot, layer, type, tree.ino(layer, ino));
                } else if (!into.isStopped(slot)) {
                    into.setBelow(slot, true);
                }
            } else if (!into.isStopped(slot) && into.layer(slot) != layer) {
                if (type == Mode.DT_DIRECTORY && into.type(slot) == Mode.DT_DIRECTORY) {
                    if (into.layer(slot) == 0 && stack.hasUpper() && into.firstMerged(slot) == 0) {
                        into.setIno(slot, tree.ino(layer, ino));
                    }
                    into.merge(slot, layer);
                } else {
                    into.stop(slot);
                }
                into.setBelow(slot, true);
            }
        }

        private void hide(byte[] name, int from, int length) {
            int slot = into.find(name, from, length);
            if (slot == Listing.ABSENT) {
                slot = into.add(name, from, length, layer, Mode.DT_CHARACTER, 0);
                into.whiteOut(slot, layer, false);
            } else {
                into.stop(slot);
            }
        }

        private void aufs(byte[] name, int length) {
            if (length == WH_OPAQUE.length && startsWith(name, length, WH_OPAQUE)) {
                opaque = true;
                return;
            }
            if (startsWith(name, WH.length, length, WH)) {
                return; // .wh..wh.plnk and its like: AUFS' own
            }
            int size = length - WH.length;
            int slot = into.find(name, WH.length, size);
            if (slot == Listing.ABSENT) {
                slot = into.add(name, WH.length, size, layer, Mode.DT_REGULAR, 0);
                into.whiteOut(slot, layer, true);
            } else {
                into.stop(slot);
            }
        }
    }

    /** Whether a layer's directory hides that name, in the AUFS form. */
    boolean isAufsHidden(Caller caller, int directory, byte[] name) {
        if (!stack.aufs()) {
            return false;
        }
        byte[] wh = java.util.Arrays.copyOf(WH, WH.length + name.length);
        System.arraycopy(name, 0, wh, WH.length, name.length);
        return backend.stat(directory, wh, wh.length, caller.other) == 0;
    }

    /** Whether a layer's directory hides all that is below it, in the AUFS form. */
    boolean isAufsOpaque(Caller caller, int directory) {
        return stack.aufs()
                && backend.stat(directory, WH_OPAQUE, WH_OPAQUE.length, caller.other) == 0;
    }

    /**
     * Whether a file of that name in the upper would hide another one at the next mount: then it is
     * not made.
     */
    boolean wouldHide(byte[] name, int length) {
        return stack.aufs() && startsWith(name, length, WH);
    }

    private static boolean startsWith(byte[] name, int length, byte[] start) {
        return startsWith(name, 0, length, start);
    }

    private static boolean startsWith(byte[] name, int from, int length, byte[] start) {
        return length - from >= start.length
                && java.util.Arrays.equals(name, from, from + start.length, start, 0, start.length);
    }

    /**
     * The node of a slot, told to the kernel once more: 0, or the negative errno. {@link
     * Caller#node} and {@link Caller#state} are the answer.
     */
    int node(Caller caller, Directory parent, int slot) {
        Place place = caller.place;
        tree.lock.lock();
        try {
            Listing listing = Tree.listing(parent);
            if (!listing.isShown(slot)) {
                return -Errno.ENOENT;
            }
            Node known = listing.node(slot);
            if (known != null) {
                known.lookups++;
                caller.found = known;
                return 1;
            }
            place.layer = listing.layer(slot);
            place.at = parent.handle(place.layer);
            place.length = listing.name(slot, place.name);
        } finally {
            tree.lock.unlock();
        }
        int result = backend.stat(place.at, place.name, place.length, caller.state);
        LowerData data = null;
        if (result == 0 && isRefused(place, caller.state)) {
            result = -Errno.EPERM;
        } else if (result == 0 && mayBeWithoutData(place.layer, caller.state)) {
            result = metacopy.isMarked(caller, place.at, place.name, place.length);
            if (result > 0) {
                result = metacopy.find(caller, parent, place);
                data = result == 0 ? caller.data : null;
            }
        }
        if (result < 0) {
            return result;
        }
        Directory directory = null;
        if (caller.state.isDirectory()) {
            tree.lock.lock();
            try {
                directory = tree.newDirectory(1);
            } finally {
                tree.lock.unlock();
            }
            result = merge(caller, parent, slot, place, directory);
        }
        if (result < 0 && directory != null) {
            discard(directory);
            return result;
        }
        tree.lock.lock();
        try {
            return install(caller, parent, slot, place, directory, data);
        } finally {
            tree.lock.unlock();
        }
    }

    private void discard(Directory directory) {
        tree.lock.lock();
        try {
            tree.discard(directory);
        } finally {
            tree.lock.unlock();
        }
    }

    /**
     * Whether what lowers have of a directory is somewhere else, and that is not followed: what
     * shows would be wrong, so nothing is shown, as by the kernel.
     */
    private boolean isRefused(Place place, FileState state) {
        return state.isDirectory()
                && stack.redirects() == LayerStack.Redirects.REFUSED
                && place.layer < stack.layers() - 1
                && backend.getXattr(
                                place.at,
                                place.name,
                                place.length,
                                marks.redirect,
                                LayerBackend.NONE)
                        >= 0;
    }

    /**
     * Whether a mark has to be looked for. In the last layer, which has most files, nobody makes
     * such a mark, and only what takes less room than it is long is worth the call.
     */
    private boolean mayBeWithoutData(int layer, FileState state) {
        boolean last = layer == stack.layers() + stack.dataLayers() - 1;
        return Mode.isRegular(state.mode) && (!last || state.blocks * 512 < state.size);
    }

    private int install(
            Caller caller,
            Directory parent,
            int slot,
            Place place,
            @Nullable Directory directory,
            @Nullable LowerData data) {
        Listing listing = Tree.listing(parent);
        FileState state = caller.state;
        Node node = listing.node(slot);
        if (node == null && state.nlink > 1 && directory == null && stack.isUpper(place.layer)) {
            node = tree.linked(state.ino);
            if (node != null) {
                tree.bind(node, parent, slot);
            }
        }
        if (node != null) {
            if (directory != null) {
                tree.discard(directory);
            }
            if (data != null) {
                backend.release(data.directory);
            }
        } else {
            listing.setType(slot, Mode.entryType(state.mode));
            node = tree.add(parent, slot, state, place.layer, directory);
            node.data = data;
            node.redirect = data != null && place.layer == 0 ? data.redirect : node.redirect;
        }
        node.lookups++;
        caller.found = node;
        return 0;
    }

    /**
     * The directories of all layers that are one: of the same name, or of that which a mark says it
     * has in the layers below.
     */
    private int merge(Caller caller, Directory parent, int slot, Place place, Directory to) {
        to.addLayer(place.layer, backend.child(place.at, place.name, place.length));
        int merged = first(parent, slot);
        while (true) {
            int handle = to.handles[to.count - 1];
            byte opaque = opaque(handle, caller);
            if (opaque == 'y') {
                return 0;
            }
            to.xattrWhiteouts |= opaque == 'x';
            if (follows(to.layers[to.count - 1])) {
                int size = redirects.read(caller, handle);
                if (size != 0) {
                    return size < 0 ? size : redirects.follow(caller, parent, place, to, size);
                }
            }
            if (merged == 0) {
                return 0;
            }
            int layer = layer(parent, merged);
            to.addLayer(layer, backend.child(parent.handle(layer), place.name, place.length));
            merged = next(parent, merged);
        }
    }

    private boolean follows(int layer) {
        return layer < stack.layers() - 1 && stack.redirects() != LayerStack.Redirects.REFUSED;
    }

    private int first(Directory parent, int slot) {
        tree.lock.lock();
        try {
            return Tree.listing(parent).firstMerged(slot);
        } finally {
            tree.lock.unlock();
        }
    }

    private int next(Directory parent, int merged) {
        tree.lock.lock();
        try {
            return Tree.listing(parent).nextMerged(merged);
        } finally {
            tree.lock.unlock();
        }
    }

    private int layer(Directory parent, int merged) {
        tree.lock.lock();
        try {
            return Tree.listing(parent).mergedLayer(merged);
        } finally {
            tree.lock.unlock();
        }
    }
}
