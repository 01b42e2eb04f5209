package dev.mica.overlay;

import dev.mica.errno.Errno;

/**
 * New names. What is made has its owner, permissions and ACL from the first moment that its name
 * can be seen. Over a whiteout it is made in the workdir and takes the whiteout's place in one
 * step; a directory is opaque then, for lowers may have one of that name.
 */
final class Creation {
    /** What {@link #prepare} found under the name. */
    private static final int NOTHING = 0;

    private static final int WHITEOUT = 1;
    private static final int AUFS_WHITEOUT = 2;

    private static final byte[] DEFAULT_ACL =
            "system.posix_acl_default".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Tree tree;
    private final LayerBackend backend;
    private final Merge merge;
    private final CopyUp copyUp;
    private final Whiteouts whiteouts;

    Creation(Tree tree, Merge merge, CopyUp copyUp, Whiteouts whiteouts) {
        this.tree = tree;
        this.backend = tree.backend;
        this.merge = merge;
        this.copyUp = copyUp;
        this.whiteouts = whiteouts;
    }

    /** A regular file, open: its node and state are the answer. */
    int file(Caller caller, Directory parent, byte[] name, int length, int mode) {
        int found = prepare(caller, parent, name, length);
        if (found < 0) {
            return found;
        }
        int directory = parent.handle(0);
        int masked = masked(caller, parent, mode);
        backend.actAs(caller.uid, caller.gid);
        int file;
        if (found == WHITEOUT) {
            // made in its directory, for the ACL that it takes from there
            file = backend.createNameless(directory, masked);
            if (file >= 0) {
                Place work = caller.work;
                copyUp.temporaryName(work);
                int result = backend.linkFile(file, work.at, work.name, work.length);
                result = result < 0 ? result : replace(work, directory, name, length, false);
                if (result < 0) {
                    backend.close(file);
                    return result;
                }
            }
        } else {
            file = backend.create(directory, name, length, masked);
        }
        if (file < 0) {
            return file;
        }
        int result = backend.stat(~file, LayerBackend.NONE, 0, caller.state);
        if (result < 0) {
            backend.close(file);
            return result;
        }
        if (found == AUFS_WHITEOUT) {
            whiteouts.removeAufs(directory, name, length);
        }
        tree.lock.lock();
        try {
            Node node = register(caller, parent, name, length, null);
            node.file = file;
            node.fileWrites = true;
            node.privileged = (caller.state.mode & (Mode.SET_UID | Mode.SET_GID)) != 0;
            node.opens = 1;
        } finally {
            tree.lock.unlock();
        }
        return 0;
    }

    /** A regular file without a name, open. */
    int nameless(Caller caller, Directory parent, int mode) {
        int result = copyUp.directory(caller, parent);
        if (result < 0) {
            return result;
        }
        backend.actAs(caller.uid, caller.gid);
        int file = backend.createNameless(parent.handle(0), masked(caller, parent, mode));
        if (file < 0) {
            return file;
        }
        result = backend.stat(~file, LayerBackend.NONE, 0, caller.state);
        int held = result < 0 ? result : backend.hold(~file, LayerBackend.NONE, 0);
        if (held < 0) {
            backend.close(file);
            return held;
        }
        tree.lock.lock();
        try {
            Node node = tree.addNameless(caller.state);
            node.held = held;
            node.file = file;
            node.fileWrites = true;
            node.privileged = (caller.state.mode & (Mode.SET_UID | Mode.SET_GID)) != 0;
            node.opens = 1;
            node.lookups = 1;
            caller.found = node;
        } finally {
            tree.lock.unlock();
        }
        return 0;
    }

    int directory(Caller caller, Directory parent, byte[] name, int length, int mode) {
        int found = prepare(caller, parent, name, length);
        if (found < 0) {
            return found;
        }
        int directory = parent.handle(0);
        int masked = masked(caller, parent, mode);
        backend.actAs(caller.uid, caller.gid);
        int result;
        if (found == NOTHING) {
            result = backend.makeDirectory(directory, name, length, masked);
            if (result == 0 && parent.isMerged() && tree.stack.marksNew()) {
                backend.actAs(LayerBackend.SELF, LayerBackend.SELF);
                backend.setXattr(directory, name, length, tree.marks.opaque, Marks.YES, 1, 0);
            }
        } else {
            result = opaqueDirectory(caller, parent, name, length, masked, found == WHITEOUT);
        }
        if (result == 0) {
            result = backend.stat(directory, name, length, caller.state);
        }
        if (result < 0) {
            return result;
        }
        if (found == AUFS_WHITEOUT) {
            whiteouts.removeAufs(directory, name, length);
        }
        tree.lock.lock();
        try {
            Directory made = tree.newDirectory(1);
            made.addLayer(0, backend.child(directory, name, length));
            made.listing = new Listing();
            register(caller, parent, name, length, made);
        } finally {
            tree.lock.unlock();
        }
        return 0;
    }

    private int opaqueDirectory(
            Caller caller, Directory parent, byte[] name, int length, int mode, boolean exchange) {
        Place work = caller.work;
        copyUp.temporaryName(work);
        int result = backend.makeDirectory(work.at, work.name, work.length, mode);
        if (result == 0) {
            result = inherit(caller, parent, work, mode | Mode.DIRECTORY);
        }
        if (result == 0) {
            result =
                    backend.setXattr(
                            work.at, work.name, work.length, tree.marks.opaque, Marks.YES, 1, 0);
        }
        if (result == 0) {
            result =
                    exchange
                            ? replace(work, parent.handle(0), name, length, true)
                            : backend.rename(
                                    work.at,
                                    work.name,
                                    work.length,
                                    parent.handle(0),
                                    name,
                                    length,
                                    0);
        }
        if (result < 0) {
            backend.remove(work.at, work.name, work.length, true);
        }
        return result;
    }

    /**
     * What was made in the workdir takes from its directory-to-be what it would have taken there:
     * the group of a set-group-ID directory, the default ACL.
     */
    private int inherit(Caller caller, Directory parent, Place work, int mode) {
        FileState state = caller.other;
        int result = backend.stat(parent.handle(0), LayerBackend.NONE, 0, state);
        if (result == 0 && (state.mode & Mode.SET_GID) != 0) {
            result = backend.chown(work.at, work.name, work.length, -1, state.gid);
            if (result == 0 && Mode.isDirectory(mode)) {
                int permissions = (mode & Mode.PERMISSIONS) | Mode.SET_GID;
                result = backend.chmod(work.at, work.name, work.length, permissions);
            }
        }
        if (result == 0 && !Mode.isSymlink(mode) && hasDefaultAcl(caller, parent)) {
            result = inheritAcl(caller, parent, work, mode);
        }
        return result;
    }

    private int inheritAcl(Caller caller, Directory parent, Place work, int mode) {
        byte[] acl = caller.value();
        int size = backend.getXattr(parent.handle(0), LayerBackend.NONE, 0, DEFAULT_ACL, acl);
        if (size <= 0) {
            return 0;
        }
        int result = 0;
        if (Mode.isDirectory(mode)) {
            result = backend.setXattr(work.at, work.name, work.length, DEFAULT_ACL, acl, size, 0);
        }
        return result < 0 ? result : Acl.inherit(backend, work, acl, size, mode);
    }

    int node(Caller caller, Directory parent, byte[] name, int length, int mode, int device) {
        if ((mode & Mode.TYPE) == Mode.CHARACTER && device == 0) {
            return -Errno.EPERM; // it would be a whiteout
        }
        int found = prepare(caller, parent, name, length);
        if (found < 0) {
            return found;
        }
        int masked = masked(caller, parent, mode);
        Place to = target(caller, parent, name, length, found);
        backend.actAs(caller.uid, caller.gid);
        int result = backend.makeNode(to.at, to.name, to.length, masked, device);
        if (result == 0 && found == WHITEOUT) {
            result = inherit(caller, parent, to, masked);
        }
        return settle(caller, parent, name, length, found, to, result);
    }

    int symlink(
            Caller caller, Directory parent, byte[] name, int length, byte[] link, int linkLength) {
        int found = prepare(caller, parent, name, length);
        if (found < 0) {
            return found;
        }
        Place to = target(caller, parent, name, length, found);
        backend.actAs(caller.uid, caller.gid);
        int result = backend.makeSymlink(link, linkLength, to.at, to.name, to.length);
        if (result == 0 && found == WHITEOUT) {
            result = inherit(caller, parent, to, Mode.SYMLINK);
        }
        return settle(caller, parent, name, length, found, to, result);
    }

    /** A further name of a file. */
    int link(Caller caller, Node node, Directory parent, byte[] name, int length) {
        int result = copyUp.node(caller, node, CopyUp.METADATA);
        if (result < 0) {
            return result;
        }
        int found = prepare(caller, parent, name, length);
        if (found < 0) {
            return found;
        }
        tree.begin(node);
        try {
            Place from = caller.place;
            result = copyUp.bringOrigin(caller, node, parent);
            if (result == 0 && node.data != null) {
                result = merge.redirects.mark(node, LayerBackend.NONE, 0, false);
            }
            if (result == 0) {
                result = tree.place(node, from);
            }
            if (result < 0) {
                return result;
            }
            Place to = target(caller, parent, name, length, found);
            result =
                    from.length == 0
                            ? backend.linkFile(
                                    node.file == Node.NO_FILE ? node.held : node.file,
                                    to.at,
                                    to.name,
                                    to.length)
                            : backend.link(
                                    from.at, from.name, from.length, to.at, to.name, to.length);
            result = finish(parent, name, length, found, to, result);
            if (result == 0) {
                result = backend.stat(parent.handle(0), name, length, caller.state);
            }
            if (result < 0) {
                return result;
            }
            tree.lock.lock();
            try {
                int slot = show(parent, name, length, caller.state, node.ino);
                tree.bind(node, parent, slot);
                tree.setLinked(node);
                if (node.held != Node.NO_FILE) {
                    backend.close(node.held);
                    node.held = Node.NO_FILE;
                }
                node.lookups++;
                caller.found = node;
            } finally {
                tree.lock.unlock();
            }
            return 0;
        } finally {
            tree.end(node);
        }
    }

    /** Where a file that is not a directory is made at first. */
    private Place target(Caller caller, Directory parent, byte[] name, int length, int found) {
        if (found == WHITEOUT) {
            copyUp.temporaryName(caller.work);
            return caller.work;
        }
        caller.second.set(parent.handle(0), name, length);
        return caller.second;
    }

    private int settle(
            Caller caller,
            Directory parent,
            byte[] name,
            int length,
            int found,
            Place made,
            int outcome) {
        int result = finish(parent, name, length, found, made, outcome);
        if (result == 0) {
            result = backend.stat(parent.handle(0), name, length, caller.state);
        }
        if (result < 0) {
            return result;
        }
        tree.lock.lock();
        try {
            register(caller, parent, name, length, null);
        } finally {
            tree.lock.unlock();
        }
        return 0;
    }

    /** What was made takes its place, if it is not there yet. */
    private int finish(
            Directory parent, byte[] name, int length, int found, Place made, int result) {
        if (result < 0) {
            return result;
        }
        if (found == WHITEOUT) {
            return replace(made, parent.handle(0), name, length, false);
        }
        if (found == AUFS_WHITEOUT) {
            whiteouts.removeAufs(parent.handle(0), name, length);
        }
        return 0;
    }

    /** From the workdir to where a whiteout is. */
    private int replace(Place work, int directory, byte[] name, int length, boolean isDirectory) {
        int flags = isDirectory ? LayerBackend.EXCHANGE : 0;
        int result =
                backend.rename(work.at, work.name, work.length, directory, name, length, flags);
        if (result < 0 || isDirectory) {
            backend.remove(work.at, work.name, work.length, false);
        }
        return result;
    }

    private int prepare(Caller caller, Directory parent, byte[] name, int length) {
        if (length > Place.LONGEST) {
            return -Errno.ENAMETOOLONG;
        }
        if (parent.held != Node.NO_FILE) {
            return -Errno.ENOENT; // the directory was removed
        }
        if (merge.wouldHide(name, length)) {
            return -Errno.EPERM;
        }
        int result = merge.read(caller, parent);
        if (result == 0) {
            result = copyUp.directory(caller, parent);
        }
        if (result < 0) {
            return result;
        }
        tree.lock.lock();
        try {
            Listing listing = Tree.listing(parent);
            int slot = listing.find(name, length);
            if (slot == Listing.ABSENT) {
                return NOTHING;
            }
            if (listing.isShown(slot)) {
                return -Errno.EEXIST;
            }
            return listing.isAufs(slot) ? AUFS_WHITEOUT : WHITEOUT;
        } finally {
            tree.lock.unlock();
        }
    }

    /** The new file's node. With the lock held. */
    private Node register(
            Caller caller,
            Directory parent,
            byte[] name,
            int length,
            @org.jspecify.annotations.Nullable Directory directory) {
        FileState state = caller.state;
        int slot = show(parent, name, length, state, tree.ino(0, state.ino));
        Node node = tree.add(parent, slot, state, 0, directory);
        node.lookups++;
        caller.found = node;
        return node;
    }

    private static int show(Directory parent, byte[] name, int length, FileState state, long ino) {
        Listing listing = Tree.listing(parent);
        int slot = listing.find(name, length);
        int type = Mode.entryType(state.mode);
        if (slot == Listing.ABSENT) {
            return listing.add(name, 0, length, 0, type, ino);
        }
        listing.show(slot, 0, type, ino);
        return slot;
    }

    /** The permissions of a new file: the directory's default ACL takes the place of the umask. */
    private int masked(Caller caller, Directory parent, int mode) {
        return caller.umask == 0 || hasDefaultAcl(caller, parent) ? mode : mode & ~caller.umask;
    }

    private boolean hasDefaultAcl(Caller caller, Directory parent) {
        if (parent.defaultAcl == 0) {
            int size =
                    backend.getXattr(
                            parent.handle(0), LayerBackend.NONE, 0, DEFAULT_ACL, caller.value());
            parent.defaultAcl = (byte) (size > 0 ? 2 : 1);
        }
        return parent.defaultAcl == 2;
    }
}
