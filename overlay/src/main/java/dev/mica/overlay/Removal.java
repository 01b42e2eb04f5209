package dev.mica.overlay;

import dev.mica.errno.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Names that go. Where a lower would show the name again, a whiteout takes its place; what the
 * upper has alone is removed. A file of a lower is not copied up for that.
 */
final class Removal {
    private final Tree tree;
    private final LayerBackend backend;
    private final Merge merge;
    private final CopyUp copyUp;
    private final Whiteouts whiteouts;

    Removal(Tree tree, Merge merge, CopyUp copyUp, Whiteouts whiteouts) {
        this.tree = tree;
        this.backend = tree.backend;
        this.merge = merge;
        this.copyUp = copyUp;
        this.whiteouts = whiteouts;
    }

    int remove(Caller caller, Directory parent, byte[] name, int length, boolean wantsDirectory) {
        if (!tree.stack.hasUpper()) {
            return -Errno.EROFS;
        }
        int result = merge.read(caller, parent);
        if (result < 0) {
            return result;
        }
        int slot = find(parent, name, length);
        if (slot < 0) {
            return slot;
        }
        if (wantsDirectory) {
            result = merge.node(caller, parent, slot);
            if (result < 0) {
                return result;
            }
            Node node = caller.node();
            if (!(node instanceof Directory directory)) {
                tree.forget(node.id, 1);
                return -Errno.ENOTDIR;
            }
            result = merge.read(caller, directory);
            if (result == 0) {
                result = removeNode(caller, parent, slot, directory);
            }
            tree.forget(node.id, 1);
            return result;
        }
        return removeNode(caller, parent, slot, nodeOf(parent, slot));
    }

    private int removeNode(Caller caller, Directory parent, int slot, @Nullable Node node) {
        if (node == null) {
            return removeHeld(caller, parent, slot, null);
        }
        tree.begin(node);
        try {
            return removeHeld(caller, parent, slot, node);
        } finally {
            tree.end(node);
            tree.drop(node);
        }
    }

    private int removeHeld(Caller caller, Directory parent, int slot, @Nullable Node node) {
        if (node instanceof Directory directory && shown(directory) > 0) {
            return -Errno.ENOTEMPTY;
        }
        int result = copyUp.directory(caller, parent);
        if (result < 0) {
            return result;
        }
        boolean up;
        boolean below;
        boolean isDirectory;
        Place place = caller.second;
        tree.lock.lock();
        try {
            Listing listing = Tree.listing(parent);
            up = listing.layer(slot) == 0;
            below = listing.isBelow(slot) || !up;
            isDirectory = listing.type(slot) == Mode.DT_DIRECTORY;
            place.at = parent.handle(0);
            place.length = listing.name(slot, place.name);
        } finally {
            tree.lock.unlock();
        }
        if (isDirectory && node == null) {
            return -Errno.EISDIR;
        }
        int held = node == null ? Node.NO_FILE : hold(caller, node);
        if (held < 0 && held != Node.NO_FILE) {
            return held;
        }
        if (!up) {
            result = whiteouts.make(place.at, place.name, place.length);
        } else if (isDirectory) {
            result = removeDirectory(caller, place, below);
        } else if (below) {
            result = whiteouts.replaceFile(caller, place.at, place.name, place.length);
        } else {
            result = backend.remove(place.at, place.name, place.length, false);
        }
        if (result < 0) {
            if (held != Node.NO_FILE) {
                backend.close(held);
            }
            return result;
        }
        tree.lock.lock();
        try {
            gone(parent, slot, below, node, held);
        } finally {
            tree.lock.unlock();
        }
        return 0;
    }

    private int removeDirectory(Caller caller, Place place, boolean below) {
        if (below) {
            return whiteouts.replaceDirectory(caller, place.at, place.name, place.length);
        }
        int result = backend.remove(place.at, place.name, place.length, true);
        if (result != -Errno.ENOTEMPTY) {
            return result;
        }
        // whiteouts are in it
        Place work = caller.work;
        copyUp.temporaryName(work);
        result =
                backend.rename(
                        place.at, place.name, place.length, work.at, work.name, work.length, 0);
        return result < 0 ? result : whiteouts.removeTree(work.at, work.name, work.length);
    }

    /**
     * Keeps a file that is about to lose its last name, if somebody knows it: an open file, {@link
     * Node#NO_FILE} where there is no need, or another negative errno.
     */
    int hold(Caller caller, Node node) {
        tree.lock.lock();
        try {
            if (node.lookups <= 0 || node.aliases != null || node.held != Node.NO_FILE) {
                return Node.NO_FILE;
            }
        } finally {
            tree.lock.unlock();
        }
        Place place = caller.place;
        int result = tree.place(node, place);
        if (result == 0) {
            result = backend.hold(place.at, place.name, place.length);
        }
        return result;
    }

    /** A name is gone. With the lock held. */
    void gone(Directory parent, int slot, boolean below, @Nullable Node node, int held) {
        Listing listing = Tree.listing(parent);
        if (node != null) {
            tree.unbind(node, parent, slot);
            if (held != Node.NO_FILE) {
                node.held = held;
            }
        }
        if (below) {
            listing.setBelow(slot, true);
            listing.whiteOut(slot, 0, false);
        } else {
            listing.remove(slot);
        }
    }

    private int find(Directory parent, byte[] name, int length) {
        tree.lock.lock();
        try {
            Listing listing = Tree.listing(parent);
            int slot = listing.find(name, length);
            return slot != Listing.ABSENT && listing.isShown(slot) ? slot : -Errno.ENOENT;
        } finally {
            tree.lock.unlock();
        }
    }

    private @Nullable Node nodeOf(Directory parent, int slot) {
        tree.lock.lock();
        try {
            return Tree.listing(parent).node(slot);
        } finally {
            tree.lock.unlock();
        }
    }

    private int shown(Directory directory) {
        tree.lock.lock();
        try {
            return Tree.listing(directory).shown();
        } finally {
            tree.lock.unlock();
        }
    }
}
