package dev.mica.overlay;

import dev.mica.errno.Errno;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that the kernel knows, and where each one's content is.
 *
 * <p><b>Two locks.</b> One short lock guards nodes and listings and is never held across a call to
 * the backend. Whoever changes a node's binding, or fills a directory's listing, has the node to
 * itself meanwhile ({@link #begin}); a node is taken before its directory, never after.
 */
final class Tree {
    static final long ROOT = 1;

    final LayerBackend backend;
    final LayerStack stack;
    final Marks marks;
    final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();

    /** Which file system each layer lies on, counted from 0; empty where all lie on one. */
    private final int[] fileSystems;

    private volatile @Nullable Node[] nodes = new Node[64];
    private int used = 2;
    private int[] free = new int[64];
    private int freeCount;
    private static final int[] NONE = {};
    private volatile int[] closing = NONE;
    private long generations;

    /** Files of the upper that have several names, by their numbers there. */
    private final Map<Long, Node> linked = new HashMap<>();

    final Directory root;

    /** When it began, in seconds: what changes later changes below the mount. */
    private final long began = System.currentTimeMillis() / 1000;

    Tree(LayerBackend backend, LayerStack stack) {
        this.backend = backend;
        this.stack = stack;
        this.marks = new Marks(stack.userMarks());
        this.fileSystems = fileSystems();
        root = new Directory(ROOT, 0, stack.layers());
        for (int layer = 0; layer < stack.layers(); layer++) {
            root.addLayer(layer, layer);
        }
        root.lookups = 1;
        nodes[(int) ROOT] = root;
    }

    private int[] fileSystems() {
        FileState state = new FileState();
        int[] index = new int[stack.layers()];
        long[] devices = new long[index.length];
        int known = 0;
        for (int layer = 0; layer < index.length; layer++) {
            backend.stat(layer, LayerBackend.NONE, 0, state);
            int at = 0;
            while (at < known && devices[at] != state.dev) {
                at++;
            }
            devices[at] = state.dev;
            known = Math.max(known, at + 1);
            index[layer] = at;
        }
        return known > 1 ? index : new int[0];
    }

    /**
     * The number that users see: the layer's own, made different where file systems are several.
     */
    long ino(int layer, long raw) {
        return fileSystems.length == 0 ? raw : raw ^ (long) fileSystems[layer] << 56;
    }

    /** Looks whether a lower's file has changed since this began. */
    void noteChange(Node node, FileState state) {
        node.live = node.isRegular() && !stack.isUpper(node.layer) && state.changeSeconds >= began;
    }

    /** Has a node to oneself, for a change of its binding or its listing. */
    void begin(Node node) {
        lock.lock();
        try {
            while (node.busy) {
                idle.awaitUninterruptibly();
            }
            node.busy = true;
        } finally {
            lock.unlock();
        }
    }

    void end(Node node) {
        lock.lock();
        try {
            node.busy = false;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The node of that number, or null where the kernel was told of none. */
    @Nullable Node node(long id) {
        @Nullable Node[] all = nodes;
        return id > 0 && id < all.length ? all[(int) id] : null;
    }

    /** A node for what was found in a directory's slot. With the lock held. */
    Node add(
            Directory parent, int slot, FileState state, int layer, @Nullable Directory directory) {
        Node node = directory;
        if (node == null) {
            node = new Node(nextId(), ++generations, state.mode);
        }
        node.layer = layer;
        node.realIno = state.ino;
        put(node);
        bind(node, parent, slot);
        if (state.nlink > 1 && !node.isDirectory() && stack.isUpper(layer)) {
            linked.put(state.ino, node);
        }
        return node;
    }

    Directory newDirectory(int layerCount) {
        return new Directory(nextId(), ++generations, layerCount);
    }

    /** A directory that was made for nothing. With the lock held. */
    void discard(Directory directory) {
        for (int i = 0; i < directory.count; i++) {
            backend.release(directory.handles[i]);
        }
        giveId((int) directory.id);
    }

    /** A node without a name. With the lock held. */
    Node addNameless(FileState state) {
        Node node = new Node(nextId(), ++generations, state.mode);
        node.realIno = state.ino;
        node.ino = ino(0, state.ino);
        put(node);
        return node;
    }

    /** The node takes a name. With the lock held. */
    void bind(Node node, Directory parent, int slot) {
        Directory before = node.parent;
        if (before == null) {
            node.parent = parent;
            node.slot = slot;
        } else {
            node.aliases = new Node.Alias(parent, slot, node.aliases);
        }
        parent.children++;
        listing(parent).setNode(slot, node);
        node.ino = listing(parent).ino(slot);
    }

    /**
     * The node loses a name; another one, if it has one, counts from now on. With the lock held.
     */
    void unbind(Node node, Directory parent, int slot) {
        parent.children--;
        if (node.parent == parent && node.slot == slot) {
            Node.Alias next = node.aliases;
            node.parent = next == null ? null : next.parent;
            node.slot = next == null ? 0 : next.slot;
            node.aliases = next == null ? null : next.next;
            return;
        }
        Node.Alias before = null;
        for (Node.Alias a = node.aliases; a != null; a = a.next) {
            if (a.parent == parent && a.slot == slot) {
                if (before == null) {
                    node.aliases = a.next;
                } else {
                    before.next = a.next;
                }
                return;
            }
            before = a;
        }
    }

    /** Which file has a node's data, its directory's handle kept once more; null if none. */
    @Nullable LowerData keepData(Node node) {
        lock.lock();
        try {
            LowerData data = node.data;
            if (data != null) {
                backend.retain(data.directory);
            }
            return data;
        } finally {
            lock.unlock();
        }
    }

    /** Its data is there now. With the lock held. */
    void setData(Node node, @Nullable LowerData data) {
        LowerData before = node.data;
        node.data = data;
        if (before != null) {
            backend.release(before.directory);
        }
    }

    /** The node of an upper file that has several names, if one is known. With the lock held. */
    @Nullable Node linked(long realIno) {
        return linked.get(realIno);
    }

    void setLinked(Node node) {
        linked.put(node.realIno, node);
    }

    static Listing listing(Directory directory) {
        Listing listing = directory.listing;
        if (listing == null) {
            throw new IllegalStateException("names were not read yet");
        }
        return listing;
    }

    private int nextId() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        return used++;
    }

    private void giveId(int id) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = id;
    }

    private void put(Node node) {
        int id = (int) node.id;
        if (id >= nodes.length) {
            nodes = Arrays.copyOf(nodes, id * 2);
        }
        nodes[id] = node;
    }

    /** Where a node's content is: 0, or ESTALE for one that is nowhere. */
    int place(Node node, Place to) {
        lock.lock();
        try {
            return placeLocked(node, to);
        } finally {
            lock.unlock();
        }
    }

    private int placeLocked(Node node, Place to) {
        to.layer = node.layer;
        if (node.held != Node.NO_FILE) {
            to.itself(~node.held);
            return 0;
        }
        if (node instanceof Directory directory) {
            to.itself(directory.handles[0]);
            to.layer = directory.layers[0];
            return 0;
        }
        Directory parent = node.parent;
        if (parent == null) {
            return -Errno.ESTALE;
        }
        to.at = parent.handle(node.layer);
        to.length = listing(parent).name(node.slot, to.name);
        return to.at < 0 ? -Errno.ESTALE : 0;
    }

    /** The kernel refers to it less often; at last it is gone. */
    void forget(long id, long count) {
        lock.lock();
        try {
            Node node = node(id);
            if (node != null && node != root) {
                node.lookups -= count;
                dropUnused(node);
            }
        } finally {
            lock.unlock();
        }
        sweep();
    }

    /** Drops a node if nobody refers to it. */
    void drop(Node node) {
        lock.lock();
        try {
            dropUnused(node);
        } finally {
            lock.unlock();
        }
        sweep();
    }

    /** Closes what was used last: without the lock, for the last close of a big file takes long. */
    private void sweep() {
        int[] files = closing;
        if (files.length == 0) {
            return;
        }
        lock.lock();
        try {
            files = closing;
            closing = NONE;
        } finally {
            lock.unlock();
        }
        for (int file : files) {
            backend.close(file);
        }
    }

    Overlay.Census census() {
        int known = 0;
        int open = 0;
        int passed = 0;
        lock.lock();
        try {
            for (Node node : nodes) {
                known += node == null ? 0 : 1;
                open += node == null || node.opens == 0 ? 0 : 1;
                passed += node == null || node.io != Node.Io.PASSED_THROUGH ? 0 : 1;
            }
        } finally {
            lock.unlock();
        }
        return new Overlay.Census(known, open, passed);
    }

    /** Lets go of everything. */
    void close() {
        lock.lock();
        try {
            for (Node node : nodes) {
                if (node != null) {
                    close(node.held);
                    close(node.file);
                    close(node.retired);
                    node.held = Node.NO_FILE;
                    node.file = Node.NO_FILE;
                    node.retired = Node.NO_FILE;
                }
            }
        } finally {
            lock.unlock();
        }
        sweep();
        backend.close();
    }

    /** Has an open file closed by the next {@link #sweep}. With the lock held. */
    void close(int file) {
        if (file != Node.NO_FILE) {
            closing = Arrays.copyOf(closing, closing.length + 1);
            closing[closing.length - 1] = file;
        }
    }

    /** Drops a node that nobody refers to, and then its directory if nothing else kept that. */
    private void dropUnused(Node first) {
        Node node = first;
        while (node != null && node != root && isUnused(node)) {
            Directory parent = node.parent;
            while (node.parent != null) {
                Listing names = listing(node.parent);
                names.setNode(node.slot, null);
                unbind(node, node.parent, node.slot);
            }
            linked.remove(node.realIno, node);
            close(node.held);
            close(node.file);
            close(node.retired);
            if (node instanceof Directory directory) {
                for (int i = 0; i < directory.count; i++) {
                    backend.release(directory.handles[i]);
                }
            }
            setData(node, null);
            node.dropped = true;
            nodes[(int) node.id] = null;
            giveId((int) node.id);
            node = parent;
        }
    }

    private static boolean isUnused(Node node) {
        return node.lookups <= 0
                && node.opens == 0
                && !node.busy
                && !node.dropped
                && !(node instanceof Directory directory && directory.children > 0);
    }
}
