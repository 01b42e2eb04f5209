package dev.mica.overlayfs;

import dev.mica.errno.Errno;
import dev.mica.linux.Flags;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directories of all layers that are in use: each a name below another one, with a descriptor
 * that is opened when it is first needed and closed again when too many are open, those that were
 * used longest ago first.
 *
 * <p>A thread that uses a descriptor says so in its {@link Hand} before, so that none is closed
 * (and its number given to another file) between the look and the call.
 */
final class DirectoryTable {
    static final int CLOSED = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Hand> hands = new CopyOnWriteArrayList<>();
    private final int bound;
    private volatile AtomicIntegerArray fds;
    private int[] parents;
    private int[] references;
    private int[] lastUse;
    private byte[][] names;
    private final int roots;
    private int used;
    private int open;
    private int firstFree = CLOSED;
    private int clock;

    /**
     * Takes the roots of layers, open for good.
     *
     * @param bound how many others are open at most
     */
    DirectoryTable(int[] roots, int bound) {
        this.bound = bound;
        this.roots = roots.length;
        this.used = roots.length;
        int size = Math.max(64, roots.length * 2);
        fds = new AtomicIntegerArray(Arrays.copyOf(roots, size));
        parents = new int[size];
        references = new int[size];
        lastUse = new int[size];
        names = new byte[size][];
    }

    void add(Hand hand) {
        hands.add(hand);
    }

    int child(int parent, byte[] name, int length) {
        lock.lock();
        try {
            int handle = firstFree;
            if (handle == CLOSED) {
                handle = used++;
                if (handle == parents.length) {
                    grow();
                }
            } else {
                firstFree = parents[handle];
            }
            fds.set(handle, CLOSED);
            parents[handle] = parent;
            names[handle] = Arrays.copyOf(name, length);
            references[handle] = 1;
            if (parent >= roots) {
                references[parent]++;
            }
            return handle;
        } finally {
            lock.unlock();
        }
    }

    private void grow() {
        int size = parents.length * 2;
        AtomicIntegerArray more = new AtomicIntegerArray(size);
        for (int i = 0; i < used - 1; i++) {
            more.set(i, fds.get(i));
        }
        parents = Arrays.copyOf(parents, size);
        references = Arrays.copyOf(references, size);
        lastUse = Arrays.copyOf(lastUse, size);
        names = Arrays.copyOf(names, size);
        fds = more;
    }

    /** How many directories are open, beside the roots. */
    int open() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    void retain(int handle) {
        lock.lock();
        try {
            references[handle]++;
        } finally {
            lock.unlock();
        }
    }

    void release(Hand hand, int first) {
        lock.lock();
        try {
            int handle = first;
            while (handle >= roots && --references[handle] == 0) {
                int fd = fds.get(handle);
                if (fd >= 0) {
                    hand.calls.close(fd);
                    open--;
                }
                int parent = parents[handle];
                fds.set(handle, CLOSED);
                names[handle] = new byte[0];
                parents[handle] = firstFree;
                firstFree = handle;
                handle = parent;
            }
        } finally {
            lock.unlock();
        }
    }

    void moved(Hand hand, int handle, int parent, byte[] name, int length) {
        int before;
        lock.lock();
        try {
            before = parents[handle];
            parents[handle] = parent;
            names[handle] = Arrays.copyOf(name, length);
            if (parent >= roots) {
                references[parent]++;
            }
        } finally {
            lock.unlock();
        }
        release(hand, before);
    }

    /** The descriptor, for the first of a call's directories; or the negative errno. */
    int first(Hand hand, int handle) {
        hand.first = handle;
        int fd = fds.get(handle);
        return fd >= 0 ? fd : open(hand, handle);
    }

    /** As {@link #first}, for the second one. */
    int second(Hand hand, int handle) {
        hand.second = handle;
        int fd = fds.get(handle);
        return fd >= 0 ? fd : open(hand, handle);
    }

    private int open(Hand hand, int handle) {
        int parent;
        byte[] name;
        lock.lock();
        try {
            parent = parents[handle];
            name = names[handle];
        } finally {
            lock.unlock();
        }
        hand.parent = parent;
        int above = fds.get(parent);
        if (above < 0) {
            above = open(hand, parent);
            if (above < 0) {
                return above;
            }
            hand.parent = parent;
        }
        int flags = Flags.O_DIRECTORY | Flags.O_NOFOLLOW;
        int fd = hand.calls.openat(above, name, name.length, flags | Flags.O_NOATIME, 0);
        if (fd == -Errno.EPERM || fd == -Errno.EACCES) {
            fd = hand.calls.openat(above, name, name.length, flags | Flags.O_PATH, 0);
        }
        hand.parent = Hand.NOBODY;
        return fd < 0 ? fd : keep(hand, handle, fd);
    }

    private int keep(Hand hand, int handle, int fd) {
        lock.lock();
        try {
            if (fds.get(handle) >= 0) {
                hand.calls.close(fd); // another thread was quicker
                return fds.get(handle);
            }
            if (open >= bound) {
                closeOldest(hand);
            }
            fds.set(handle, fd);
            lastUse[handle] = ++clock;
            open++;
            return fd;
        } finally {
            lock.unlock();
        }
    }

    /** Closes all but the roots, which are others' to close. */
    void close(Hand hand) {
        lock.lock();
        try {
            for (int i = roots; i < used; i++) {
                int fd = fds.get(i);
                if (fd >= 0) {
                    fds.set(i, CLOSED);
                    hand.calls.close(fd);
                }
            }
            open = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the older half of those that nobody is using. */
    private void closeOldest(Hand hand) {
        int[] ages = new int[open];
        int n = 0;
        for (int i = roots; i < used; i++) {
            if (fds.get(i) >= 0) {
                ages[n++] = lastUse[i];
            }
        }
        Arrays.sort(ages, 0, n);
        int limit = ages[n / 2];
        for (int i = roots; i < used; i++) {
            int fd = fds.get(i);
            if (fd >= 0 && lastUse[i] <= limit) {
                fds.set(i, CLOSED);
                if (inUse(i)) {
                    fds.set(i, fd);
                } else {
                    hand.calls.close(fd);
                    open--;
                }
            }
        }
    }

    private boolean inUse(int handle) {
        for (Hand hand : hands) {
            if (hand.first == handle || hand.second == handle || hand.parent == handle) {
                return true;
            }
        }
        return false;
    }
}
