package dev.mica.overlay;

import dev.mica.errno.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Layers as one tree. Every method answers 0 or more, or the negative errno that the kernel's
 * overlayfs would give; what else there is to say is in the {@link Caller}.
 *
 * <p><b>Threads.</b> Safe for all, each with a caller of its own. A copy-up keeps only those
 * waiting who want the same file changed.
 */
public final class Overlay implements AutoCloseable {
    /** Takes a directory's names. */
    public interface Names {
        /** Whether there is room for a name of that length. */
        boolean fits(int length);

        /**
         * A name: its bytes stay the same during this call alone.
         *
         * @param next where to go on behind it
         * @param node what it names, told to the kernel, with {@link Caller#state}; null where no
         *     more than the name was asked for
         */
        void name(
                byte[] source,
                int from,
                int length,
                long ino,
                int type,
                long next,
                @Nullable Node node);
    }

    private final Tree tree;
    private final Merge merge;
    private final CopyUp copyUp;
    private final Creation creation;
    private final Removal removal;
    private final Renaming renaming;
    private final Content content;
    private final Attributes attributes;

    /**
     * Shows layers as one tree.
     *
     * @param backend has as many layers as the stack says; closed with this
     */
    public Overlay(LayerBackend backend, LayerStack stack) {
        tree = new Tree(backend, stack);
        merge = new Merge(tree);
        copyUp = new CopyUp(tree);
        Whiteouts whiteouts = new Whiteouts(tree, copyUp);
        creation = new Creation(tree, merge, copyUp, whiteouts);
        removal = new Removal(tree, merge, copyUp, whiteouts);
        renaming = new Renaming(tree, merge, copyUp, whiteouts, removal);
        content = new Content(tree, copyUp);
        attributes = new Attributes(tree, copyUp);
        FileState state = new FileState();
        int from = stack.hasUpper() && stack.layers() > 1 ? 1 : 0;
        backend.stat(from, LayerBackend.NONE, 0, state);
        tree.root.ino = tree.ino(from, state.ino);
    }

    public Directory root() {
        return tree.root;
    }

    /** The node of a number; null where the kernel was told of none. */
    public @Nullable Node node(long id) {
        return tree.node(id);
    }

    /** Tells the kernel of a name once more: the node and its state. */
    public int lookup(Caller caller, Directory parent, byte[] name, int length) {
        if (length > Place.LONGEST) {
            return -Errno.ENAMETOOLONG;
        }
        int result = merge.read(caller, parent);
        if (result < 0) {
            return result;
        }
        int slot;
        tree.lock.lock();
        try {
            slot = Tree.listing(parent).find(name, length);
        } finally {
            tree.lock.unlock();
        }
        return slot == Listing.ABSENT ? -Errno.ENOENT : describe(caller, parent, slot);
    }

    private int describe(Caller caller, Directory parent, int slot) {
        int result = merge.node(caller, parent, slot);
        if (result == 0) {
            attributes.describe(caller, caller.node());
        } else if (result > 0) {
            Node node = caller.node();
            result = attributes.stat(caller, node);
            if (result < 0) {
                tree.forget(node.id, 1);
            }
        }
        return result;
    }

    /** The kernel refers to a node that many times less. */
    public void forget(long id, long count) {
        tree.forget(id, count);
    }

    public int stat(Caller caller, Node node) {
        return attributes.stat(caller, node);
    }

    /**
     * A directory's names.
     *
     * @param cookie 0 for the start, else a name's {@code next}
     * @param plus whether nodes are wanted too
     */
    public int list(Caller caller, Directory directory, long cookie, boolean plus, Names to) {
        int result = merge.read(caller, directory);
        if (result < 0) {
            return result;
        }
        Listing listing = Tree.listing(directory);
        for (int slot = (int) Math.min(cookie, Integer.MAX_VALUE); ; slot++) {
            int length;
            tree.lock.lock();
            try {
                if (slot >= listing.end()) {
                    return 0;
                }
                if (!listing.isShown(slot)) {
                    continue;
                }
                length = listing.nameLength(slot);
                if (!to.fits(length)) {
                    return 0;
                }
                if (!plus) {
                    named(listing, slot, length, to);
                    continue;
                }
            } finally {
                tree.lock.unlock();
            }
            result = describe(caller, directory, slot);
            if (result == 0) {
                named(caller, listing, slot, length, to);
            } else if (result != -Errno.ENOENT) {
                // one that cannot be looked at is no reason not to see the others
                tree.lock.lock();
                try {
                    if (listing.isShown(slot) && listing.nameLength(slot) == length) {
                        named(listing, slot, length, to);
                    }
                } finally {
                    tree.lock.unlock();
                }
            }
        }
    }

    /** Tells of a name alone. With the lock held. */
    private static void named(Listing listing, int slot, int length, Names to) {
        int at = listing.nameAt(slot);
        long ino = listing.ino(slot);
        to.name(listing.names(), at, length, ino, listing.type(slot), slot + 1L, null);
    }

    private void named(Caller caller, Listing listing, int slot, int length, Names to) {
        byte[] name = caller.small;
        tree.lock.lock();
        try {
            if (listing.nameLength(slot) != length) {
                tree.forget(caller.node().id, 1);
                return; // another name took the slot meanwhile
            }
            listing.name(slot, name);
        } finally {
            tree.lock.unlock();
        }
        Node node = caller.node();
        int type = Mode.entryType(caller.state.mode);
        to.name(name, 0, length, node.ino, type, slot + 1L, node);
    }

    /** Makes a regular file and opens it. */
    public int create(Caller caller, Directory parent, byte[] name, int length, int mode) {
        return made(caller, creation.file(caller, parent, name, length, mode));
    }

    /** Makes a regular file without a name and opens it. */
    public int createNameless(Caller caller, Directory parent, int mode) {
        return made(caller, creation.nameless(caller, parent, mode));
    }

    public int makeDirectory(Caller caller, Directory parent, byte[] name, int length, int mode) {
        return made(caller, creation.directory(caller, parent, name, length, mode));
    }

    public int makeNode(
            Caller caller, Directory parent, byte[] name, int length, int mode, int device) {
        return made(caller, creation.node(caller, parent, name, length, mode, device));
    }

    public int makeSymlink(
            Caller caller, Directory parent, byte[] name, int length, byte[] link, int linkLength) {
        return made(caller, creation.symlink(caller, parent, name, length, link, linkLength));
    }

    public int link(Caller caller, Node node, Directory parent, byte[] name, int length) {
        return made(caller, creation.link(caller, node, parent, name, length));
    }

    private int made(Caller caller, int result) {
        if (result == 0) {
            attributes.describe(caller, caller.node());
        }
        return result;
    }

    public int unlink(Caller caller, Directory parent, byte[] name, int length) {
        return removal.remove(caller, parent, name, length, false);
    }

    public int removeDirectory(Caller caller, Directory parent, byte[] name, int length) {
        return removal.remove(caller, parent, name, length, true);
    }

    /**
     * Gives a name another place.
     *
     * @param flags {@link LayerBackend#NO_REPLACE}, {@link LayerBackend#EXCHANGE} or 0
     */
    public int rename(
            Caller caller,
            Directory from,
            byte[] fromName,
            int fromLength,
            Directory to,
            byte[] toName,
            int toLength,
            int flags) {
        return renaming.rename(caller, from, fromName, fromLength, to, toName, toLength, flags);
    }

    /** Opens data; {@link #release} it. To truncate copies none of a lower's data. */
    public int open(Caller caller, Node node, boolean write, boolean truncate) {
        return content.open(caller, node, write, truncate);
    }

    /**
     * An {@link #open} or a creation is used no more.
     *
     * @return {@link Node#backing} where nobody else has it open, and it is to be given back; else
     *     0
     */
    public int release(Node node) {
        return content.release(node);
    }

    /** The backend's open file of an open node: it may be another after a copy-up. */
    public int file(Caller caller, Node node, boolean write) {
        return content.file(caller, node, write);
    }

    /**
     * Says how an open node's data goes from now on, until nobody has it open.
     *
     * @param backing comes back by {@link Node#backing}
     */
    public void setIo(Node node, Node.Io io, int backing) {
        tree.lock.lock();
        try {
            node.io = io;
            node.backing = backing;
        } finally {
            tree.lock.unlock();
        }
    }

    /**
     * A file that is passed through was opened for both, and can be mapped: whether that is new. It
     * holds until the node is forgotten, for a mapping lives longer than the descriptor.
     */
    public boolean mayBeMapped(Node node) {
        tree.lock.lock();
        try {
            boolean first = !node.mappable;
            node.mappable = true;
            return first;
        } finally {
            tree.lock.unlock();
        }
    }

    /**
     * What the layer's file system alone knows of a file or directory: {@link Caller#value} is the
     * answer.
     *
     * @param request an {@code ioctl} that fills in {@code size} bytes and changes nothing
     */
    public int inspect(Caller caller, Node node, int request, int size) {
        return attributes.inspect(caller, node, request, size);
    }

    /** How many nodes the kernel knows of, is at work with, and has passed through. */
    public Census census() {
        return tree.census();
    }

    /**
     * Counts of nodes.
     *
     * @param nodes that the kernel knows of
     * @param open files that somebody has open
     * @param passedThrough how many of those go past the server
     */
    public record Census(int nodes, int open, int passedThrough) {}

    /** Whether nothing need be known of the writes to an open node: it is the upper's for good. */
    public boolean passes(Node node) {
        return node.isRegular()
                && tree.stack.isUpper(node.layer)
                && node.data == null
                && !node.privileged;
    }

    public int chmod(Caller caller, Node node, int mode) {
        return attributes.chmod(caller, node, mode);
    }

    /** An id of -1 stays. */
    public int chown(Caller caller, Node node, int uid, int gid) {
        return attributes.chown(caller, node, uid, gid);
    }

    /** Nanoseconds may be {@link LayerBackend#NOW} or {@link LayerBackend#OMIT}. */
    public int times(
            Caller caller,
            Node node,
            long accessSeconds,
            int accessNanos,
            long modifySeconds,
            int modifyNanos) {
        return attributes.times(
                caller, node, accessSeconds, accessNanos, modifySeconds, modifyNanos);
    }

    public int truncate(Caller caller, Node node, long size) {
        return attributes.truncate(caller, node, size);
    }

    /** Set-user-ID, set-group-ID and capabilities go, as with a write. */
    public int dropPrivileges(Caller caller, Node node) {
        return attributes.dropPrivileges(caller, node);
    }

    public int getXattr(Caller caller, Node node, byte[] name, int length, byte[] target) {
        return attributes.getXattr(caller, node, name, length, target);
    }

    public int setXattr(
            Caller caller, Node node, byte[] name, int length, byte[] value, int size, int flags) {
        return attributes.setXattr(caller, node, name, length, value, size, flags);
    }

    public int removeXattr(Caller caller, Node node, byte[] name, int length) {
        return attributes.removeXattr(caller, node, name, length);
    }

    /** The names that callers see, a NUL behind each, in {@link Caller#value}. */
    public int listXattr(Caller caller, Node node) {
        return attributes.listXattr(caller, node);
    }

    /** The target, in {@link Caller#value}. */
    public int readLink(Caller caller, Node node) {
        return attributes.readLink(caller, node);
    }

    /** A directory's names are on disk. */
    public int syncDirectory(Directory directory) {
        int handle = tree.stack.hasUpper() ? directory.handle(0) : -1;
        return handle < 0 || !tree.stack.sync() ? 0 : tree.backend.syncDirectory(handle);
    }

    /** A file's data is on disk. */
    public int sync(Node node, boolean dataOnly) {
        int file = node.file;
        return file == Node.NO_FILE || !node.fileWrites || !tree.stack.sync()
                ? 0
                : tree.backend.sync(file, dataOnly);
    }

    @Override
    public void close() {
        tree.close();
    }
}
