package dev.mica.overlay;

import dev.mica.errno.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Names that move. What is renamed is copied up first; a whiteout stays in its old place, made in
 * the same step, where a lower would show that name again.
 *
 * <p>A directory that lowers have part in cannot be renamed (EXDEV: programs copy it then), as in
 * the kernel where {@code redirect_dir} is off; where it is on, its part in the upper is marked
 * with where the lowers have it. One that the upper has alone becomes opaque when it comes to where
 * lowers may have a directory of its new name.
 */
final class Renaming {
    private final Tree tree;
    private final LayerBackend backend;
    private final Merge merge;
    private final CopyUp copyUp;
    private final Whiteouts whiteouts;
    private final Removal removal;
    private final Redirection redirects;

    Renaming(Tree tree, Merge merge, CopyUp copyUp, Whiteouts whiteouts, Removal removal) {
        this.tree = tree;
        this.backend = tree.backend;
        this.merge = merge;
        this.copyUp = copyUp;
        this.whiteouts = whiteouts;
        this.removal = removal;
        this.redirects = merge.redirects;
    }

    int rename(
            Caller caller,
            Directory from,
            byte[] fromName,
            int fromLength,
            Directory to,
            byte[] toName,
            int toLength,
            int flags) {
        if ((flags & ~(LayerBackend.EXCHANGE | LayerBackend.NO_REPLACE)) != 0) {
            return -Errno.EINVAL;
        }
        if (!tree.stack.hasUpper()) {
            return -Errno.EROFS;
        }
        if (toLength > Place.LONGEST) {
            return -Errno.ENAMETOOLONG;
        }
        if (to.held != Node.NO_FILE) {
            return -Errno.ENOENT;
        }
        if (merge.wouldHide(toName, toLength)) {
            return -Errno.EPERM;
        }
        int result = merge.read(caller, from);
        if (result == 0) {
            result = merge.read(caller, to);
        }
        Node source = null;
        Node target = null;
        if (result == 0) {
            source = find(caller, from, fromName, fromLength);
            target = find(caller, to, toName, toLength);
            result = source == null ? -Errno.ENOENT : 0;
        }
        if (result == 0 && target instanceof Directory directory) {
            result = merge.read(caller, directory);
        }
        if (result == 0 && source != null) {
            result =
                    (flags & LayerBackend.EXCHANGE) != 0
                            ? exchange(
                                    caller,
                                    from,
                                    fromName,
                                    fromLength,
                                    source,
                                    to,
                                    toName,
                                    toLength,
                                    target)
                            : move(
                                    caller,
                                    from,
                                    fromName,
                                    fromLength,
                                    source,
                                    to,
                                    toName,
                                    toLength,
                                    target,
                                    (flags & LayerBackend.NO_REPLACE) != 0);
        }
        forget(source);
        forget(target);
        return result;
    }

    private void forget(@Nullable Node node) {
        if (node != null) {
            tree.forget(node.id, 1);
        }
    }

    private @Nullable Node find(Caller caller, Directory parent, byte[] name, int length) {
        int slot;
        tree.lock.lock();
        try {
            slot = Tree.listing(parent).find(name, length);
        } finally {
            tree.lock.unlock();
        }
        return slot != Listing.ABSENT && merge.node(caller, parent, slot) >= 0
                ? caller.node()
                : null;
    }

    /** Has both nodes to itself, in an order that all keep. */
    private void begin(Node a, @Nullable Node b) {
        if (b == null || b.id == a.id) {
            tree.begin(a);
        } else {
            tree.begin(a.id < b.id ? a : b);
            tree.begin(a.id < b.id ? b : a);
        }
    }

    private void end(Node a, @Nullable Node b) {
        tree.end(a);
        if (b != null && b.id != a.id) {
            tree.end(b);
        }
    }

    private boolean movable(Node node) {
        return tree.stack.redirects() == LayerStack.Redirects.MADE
                || !(node instanceof Directory directory)
                || isUpperAlone(directory);
    }

    private static boolean isUpperAlone(Directory directory) {
        return directory.count == 1 && directory.layers[0] == 0;
    }

    private int move(
            Caller caller,
            Directory from,
            byte[] fromName,
            int fromLength,
            Node source,
            Directory to,
            byte[] toName,
            int toLength,
            @Nullable Node target,
            boolean noReplace) {
        if (target != null && noReplace) {
            return -Errno.EEXIST;
        }
        if (target != null && source.id == target.id) {
            return 0; // two names of one file
        }
        begin(source, target);
        try {
            int result = movable(source) ? refusal(source, target) : -Errno.EXDEV;
            if (result == 0) {
                result = copyUp(caller, from, source, to);
            }
            if (result == 0) {
                result = mark(caller, from, fromName, fromLength, source, to);
            }
            if (result == 0 && target != null) {
                result = clear(caller, to, toName, toLength, target);
            }
            if (result < 0) {
                return result;
            }
            int held = target == null ? Node.NO_FILE : removal.hold(caller, target);
            if (held < 0 && held != Node.NO_FILE) {
                return held;
            }
            result = moveUpper(from, fromName, fromLength, source, to, toName, toLength);
            if (result < 0) {
                if (held != Node.NO_FILE) {
                    backend.close(held);
                }
                return result;
            }
            tree.lock.lock();
            try {
                if (target != null) {
                    Listing names = Tree.listing(to);
                    int slot = names.find(toName, toLength);
                    boolean below = names.isBelow(slot) || names.layer(slot) != 0;
                    removal.gone(to, slot, below, target, held);
                }
                settle(from, fromName, fromLength, source, to, toName, toLength);
            } finally {
                tree.lock.unlock();
            }
            return 0;
        } finally {
            end(source, target);
        }
    }

    /** All that must be in the upper is. */
    private int copyUp(Caller caller, Directory from, Node source, Directory to) {
        int result = copyUp.directory(caller, from);
        if (result == 0) {
            result = copyUp.directory(caller, to);
        }
        return result == 0 ? copyUp.held(caller, source, CopyUp.METADATA) : result;
    }

    /** What is in the upper is marked for where it goes; in the kernel's order. */
    private int mark(
            Caller caller, Directory from, byte[] name, int length, Node source, Directory to) {
        boolean stays = from.id == to.id;
        int result =
                source instanceof Directory directory
                        ? markDirectory(directory, name, length, stays, to)
                        : 0;
        if (result == 0 && !stays && from.impure) {
            result = copyUp.bringOrigin(caller, source, to);
        }
        LowerData data = source.data;
        if (result < 0 || data == null) {
            return result;
        }
        result = backend.stat(data.directory, data.name, data.name.length, caller.state);
        // as by the kernel; a file that gets several names here has a path already
        boolean alone = result == 0 && caller.state.nlink == 1;
        return result < 0 ? result : redirects.mark(source, name, length, stays && alone);
    }

    private int markDirectory(
            Directory directory, byte[] name, int length, boolean stays, Directory to) {
        if (!isUpperAlone(directory)) {
            return redirects.mark(directory, name, length, stays);
        }
        return to.isMerged()
                ? backend.setXattr(
                        directory.handle(0),
                        LayerBackend.NONE,
                        0,
                        tree.marks.opaque,
                        Marks.YES,
                        1,
                        0)
                : 0;
    }

    /** Why one cannot take the other's place: 0 where it can. */
    private int refusal(Node source, @Nullable Node target) {
        if (target == null) {
            return 0;
        }
        if (!(target instanceof Directory directory)) {
            return source.isDirectory() ? -Errno.ENOTDIR : 0;
        }
        if (!source.isDirectory()) {
            return -Errno.EISDIR;
        }
        tree.lock.lock();
        try {
            return Tree.listing(directory).shown() > 0 ? -Errno.ENOTEMPTY : 0;
        } finally {
            tree.lock.unlock();
        }
    }

    /** A directory that is replaced shows nothing, and has no whiteouts either from now on. */
    private int clear(Caller caller, Directory to, byte[] name, int length, Node target) {
        if (!(target instanceof Directory directory) || directory.handle(0) < 0) {
            return 0;
        }
        Place work = caller.work;
        copyUp.temporaryName(work);
        Place place = caller.place;
        place.itself(directory.handle(0));
        int result = backend.stat(place.at, place.name, 0, caller.state);
        if (result == 0) {
            result = backend.makeDirectory(work.at, work.name, work.length, 0700);
        }
        if (result < 0) {
            return result;
        }
        result = copyUp.dress(caller, place, work.at, work.name, work.length, caller.state, false);
        if (result == 0) {
            result =
                    backend.setXattr(
                            work.at, work.name, work.length, tree.marks.opaque, Marks.YES, 1, 0);
        }
        if (result == 0) {
            result =
                    backend.rename(
                            work.at,
                            work.name,
                            work.length,
                            to.handle(0),
                            name,
                            length,
                            LayerBackend.EXCHANGE);
        }
        whiteouts.removeTree(work.at, work.name, work.length);
        return result;
    }

    private int moveUpper(
            Directory from,
            byte[] fromName,
            int fromLength,
            Node source,
            Directory to,
            byte[] toName,
            int toLength) {
        boolean below;
        boolean overWhiteout;
        boolean overAufs;
        tree.lock.lock();
        try {
            Listing names = Tree.listing(from);
            below = names.isBelow(names.find(fromName, fromLength));
            Listing targets = Tree.listing(to);
            int slot = targets.find(toName, toLength);
            overWhiteout = slot != Listing.ABSENT && targets.isWhiteout(slot);
            overAufs = overWhiteout && targets.isAufs(slot);
        } finally {
            tree.lock.unlock();
        }
        int fromHandle = from.handle(0);
        int toHandle = to.handle(0);
        int result;
        if (source.isDirectory() && overWhiteout && !overAufs) {
            // a directory cannot replace the whiteout, but change places with it
            result =
                    backend.rename(
                            fromHandle,
                            fromName,
                            fromLength,
                            toHandle,
                            toName,
                            toLength,
                            LayerBackend.EXCHANGE);
            if (result == 0 && !below) {
                backend.remove(fromHandle, fromName, fromLength, false);
            }
        } else {
            result =
                    backend.rename(
                            fromHandle,
                            fromName,
                            fromLength,
                            toHandle,
                            toName,
                            toLength,
                            below ? LayerBackend.WHITEOUT : 0);
        }
        if (result == 0 && overAufs) {
            whiteouts.removeAufs(toHandle, toName, toLength);
        }
        return result;
    }

    /** The node has its new name. With the lock held. */
    private void settle(
            Directory from,
            byte[] fromName,
            int fromLength,
            Node source,
            Directory to,
            byte[] toName,
            int toLength) {
        Listing old = Tree.listing(from);
        int slot = old.find(fromName, fromLength);
        int type = old.type(slot);
        removal.gone(from, slot, old.isBelow(slot), source, Node.NO_FILE);
        Listing names = Tree.listing(to);
        int target = names.find(toName, toLength);
        if (target == Listing.ABSENT) {
            target = names.add(toName, 0, toLength, 0, type, source.ino);
        } else {
            names.show(target, 0, type, source.ino);
        }
        tree.bind(source, to, target);
        if (source instanceof Directory directory) {
            backend.moved(directory.handles[0], to.handle(0), toName, toLength);
        }
    }

    private int exchange(
            Caller caller,
            Directory from,
            byte[] fromName,
            int fromLength,
            Node source,
            Directory to,
            byte[] toName,
            int toLength,
            @Nullable Node target) {
        if (target == null) {
            return -Errno.ENOENT;
        }
        if (source.id == target.id) {
            return 0;
        }
        begin(source, target);
        try {
            // before anything is copied up
            int result = movable(source) && movable(target) ? 0 : -Errno.EXDEV;
            if (result == 0) {
                result = copyUp(caller, from, source, to);
            }
            if (result == 0) {
                result = copyUp(caller, to, target, from);
            }
            if (result == 0) {
                result = mark(caller, from, fromName, fromLength, source, to);
            }
            if (result == 0) {
                result = mark(caller, to, toName, toLength, target, from);
            }
            if (result == 0) {
                result =
                        backend.rename(
                                from.handle(0),
                                fromName,
                                fromLength,
                                to.handle(0),
                                toName,
                                toLength,
                                LayerBackend.EXCHANGE);
            }
            if (result < 0) {
                return result;
            }
            tree.lock.lock();
            try {
                swap(from, fromName, fromLength, source, to, toName, toLength, target);
            } finally {
                tree.lock.unlock();
            }
            return 0;
        } finally {
            end(source, target);
        }
    }

    private void swap(
            Directory from,
            byte[] fromName,
            int fromLength,
            Node source,
            Directory to,
            byte[] toName,
            int toLength,
            Node target) {
        Listing a = Tree.listing(from);
        Listing b = Tree.listing(to);
        int slotA = a.find(fromName, fromLength);
        int slotB = b.find(toName, toLength);
        int typeA = a.type(slotA);
        int typeB = b.type(slotB);
        tree.unbind(source, from, slotA);
        tree.unbind(target, to, slotB);
        a.show(slotA, 0, typeB, target.ino);
        b.show(slotB, 0, typeA, source.ino);
        tree.bind(source, to, slotB);
        tree.bind(target, from, slotA);
        if (source instanceof Directory directory) {
            backend.moved(directory.handles[0], to.handle(0), toName, toLength);
        }
        if (target instanceof Directory directory) {
            backend.moved(directory.handles[0], from.handle(0), fromName, fromLength);
        }
    }
}
