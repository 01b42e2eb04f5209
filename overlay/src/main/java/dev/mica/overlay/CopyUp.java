package dev.mica.overlay;

import dev.mica.errno.Errno;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How a file of a lower comes into the upper: made without a name or in the workdir, complete and
 * on disk, and only then given its name. So the upper has the whole copy or nothing, whenever it is
 * looked at.
 *
 * <p>Data is shared where the file system can (reflink), else copied by the kernel, holes staying
 * holes. Owner, permissions, times and attributes follow; the mark {@code origin} says where it
 * came from; the directory's own times stay what they were.
 */
final class CopyUp {
    /** All of a file. */
    static final long WHOLE = Long.MAX_VALUE;

    /** None of it, if a file may be without. */
    static final long METADATA = -1;

    /** A copy of so much is done before another thread could take over. */
    private static final long SHORT = 1 << 20;

    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    /** How much is copied by one call: the disk writes one chunk while the next is copied. */
    private static final long CHUNK = 8L << 20;

    private final Tree tree;
    private final LayerBackend backend;
    private final Marks marks;
    private final AtomicLong temporary = new AtomicLong();

    /** The layers whose files cannot share data with the upper's. */
    private final boolean[] unshared;

    CopyUp(Tree tree) {
        this.tree = tree;
        this.backend = tree.backend;
        this.marks = tree.marks;
        this.unshared = new boolean[tree.stack.layers() + tree.stack.dataLayers()];
    }

    /** Sees that a directory has a part in the upper: 0 or the negative errno. */
    int directory(Caller caller, Directory directory) {
        return directory.handle(0) >= 0 && tree.stack.hasUpper() ? 0 : node(caller, directory, 0);
    }

    /**
     * Sees that a file is in the upper: 0 or the negative errno.
     *
     * @param size how much of its data is wanted; {@link #WHOLE} for all, {@link #METADATA} for
     *     none
     */
    int node(Caller caller, Node node, long size) {
        if (!tree.stack.hasUpper()) {
            return -Errno.EROFS;
        }
        if (isUp(node, size)) {
            return 0;
        }
        tree.begin(node);
        try {
            return held(caller, node, size);
        } finally {
            tree.end(node);
        }
    }

    private boolean isUp(Node node, long size) {
        tree.lock.lock();
        try {
            return node.layer == 0 && (size == METADATA || node.data == null);
        } finally {
            tree.lock.unlock();
        }
    }

    /** As {@link #node}, of a node that the caller has to itself. */
    int held(Caller caller, Node node, long size) {
        if (!tree.stack.hasUpper()) {
            return -Errno.EROFS;
        }
        if (isUp(node, size)) {
            return 0;
        }
        if (isUp(node, METADATA)) {
            return complete(caller, node, size);
        }
        Directory parent = node.parent;
        if (parent == null) {
            return node.held == Node.NO_FILE ? -Errno.ESTALE : nameless(caller, node, size);
        }
        int result = directory(caller, parent);
        if (result < 0) {
            return result;
        }
        FileState state = caller.state;
        Place from = caller.place;
        result = tree.place(node, from);
        if (result == 0) {
            result = backend.stat(from.at, from.name, from.length, state);
        }
        if (result < 0) {
            return result;
        }
        backend.actAs(LayerBackend.SELF, LayerBackend.SELF);
        Place to = caller.second;
        tree.lock.lock();
        try {
            to.at = parent.handle(0);
            to.length = Tree.listing(parent).name(node.slot, to.name);
        } finally {
            tree.lock.unlock();
        }
        boolean linked = state.nlink > 1 && !state.isDirectory();
        FileState parentState = caller.other;
        result = backend.stat(to.at, LayerBackend.NONE, 0, parentState);
        if (result == 0) {
            result = markImpure(parent);
        }
        if (result < 0) {
            return result;
        }
        if (state.isDirectory()) {
            result = copyDirectory(caller, (Directory) node, from, to, state);
        } else if (Mode.isRegular(state.mode)) {
            result = copyRegular(caller, node, from, to, state, size);
        } else {
            result = copySpecial(caller, node, from, to, state);
        }
        if (linked && result == 0) {
            apart(node);
            caller.changed(node); // the copy has one name
            caller.namesChanged(parent);
        }
        backend.times(
                to.at,
                LayerBackend.NONE,
                0,
                parentState.accessSeconds,
                parentState.accessNanos,
                parentState.modifySeconds,
                parentState.modifyNanos);
        return result;
    }

    /** The upper's directory may have names with an origin from now on. */
    int markImpure(Directory parent) {
        if (parent.impure) {
            return 0;
        }
        int result =
                backend.setXattr(
                        parent.handle(0), LayerBackend.NONE, 0, marks.impure, Marks.YES, 1, 0);
        if (result == 0 || result == -Errno.EOPNOTSUPP) {
            parent.impure = true;
            return 0;
        }
        return result;
    }

    /** A file comes to a directory: if it has an origin, that is marked. */
    int bringOrigin(Caller caller, Node node, Directory to) {
        Place place = caller.place;
        int result = to.impure ? 0 : tree.place(node, place);
        if (to.impure || result < 0) {
            return result;
        }
        int origin =
                backend.getXattr(
                        place.at, place.name, place.length, marks.origin, LayerBackend.NONE);
        return origin < 0 ? 0 : markImpure(to);
    }

    private int copyRegular(
            Caller caller, Node node, Place from, Place to, FileState state, long size) {
        int source = -1;
        Place work = caller.work;
        int target = backend.createNameless(backend.work(), 0600);
        boolean inWork = target == -Errno.EOPNOTSUPP || target == -Errno.EISDIR;
        if (inWork) {
            temporaryName(work);
            target = backend.create(work.at, work.name, work.length, 0600);
        }
        if (target < 0) {
            return target;
        }
        int result = 0;
        boolean without = size == METADATA && tree.stack.metacopy();
        if (without) {
            result = leaveData(target, state.size);
        } else {
            long wanted = wanted(caller, size, state.size);
            if (wanted > 0) {
                source = openData(node, from);
                result = source < 0 ? source : copyData(node, source, target, wanted, state);
            }
        }
        if (result == 0) {
            result = dress(caller, from, ~target, LayerBackend.NONE, 0, state, state.nlink == 1);
        }
        if (result == 0 && tree.stack.sync()) {
            result = backend.sync(target, false);
        }
        if (result == 0) {
            result =
                    inWork
                            ? backend.rename(
                                    work.at, work.name, work.length, to.at, to.name, to.length, 0)
                            : backend.linkFile(target, to.at, to.name, to.length);
        }
        if (result == 0) {
            result = backend.stat(~target, LayerBackend.NONE, 0, state);
        }
        if (source >= 0) {
            backend.close(source);
        }
        if (result < 0) {
            backend.close(target);
            if (inWork) {
                backend.remove(work.at, work.name, work.length, false);
            }
            return result;
        }
        if (without) {
            arrivedWithout(node, state.ino, to, target);
        } else {
            arrived(node, state.ino, target);
        }
        return 0;
    }

    /** A copy of one of several names is a file of its own, with a number of its own. */
    private void apart(Node node) {
        tree.lock.lock();
        try {
            Directory parent = node.parent;
            node.ino = tree.ino(0, node.realIno);
            if (parent != null) {
                Tree.listing(parent).setIno(node.slot, node.ino);
            }
        } finally {
            tree.lock.unlock();
        }
    }

    /** How many bytes are copied. */
    private static long wanted(Caller caller, long size, long all) {
        long wanted = size == METADATA ? all : Math.min(size, all);
        if (wanted > SHORT) {
            caller.mayTakeLong();
        }
        return wanted;
    }

    /** A file is as long as its data, which the lower keeps. */
    private int leaveData(int target, long size) {
        int result = backend.truncate(target, size);
        return result < 0
                ? result
                : backend.setXattr(
                        ~target, LayerBackend.NONE, 0, marks.metacopy, LayerBackend.NONE, 0, 0);
    }

    /** Opens what has a node's data, to read: an open file. */
    int openData(Node node, Place place) {
        LowerData data = node.data;
        return data == null
                ? backend.open(place.at, place.name, place.length, false)
                : backend.open(data.directory, data.name, data.name.length, false);
    }

    /**
     * The data comes to a file of the upper that was without. It is whole and on disk before the
     * mark goes that says it is not; its owner sees no change of the file's times or capabilities.
     */
    private int complete(Caller caller, Node node, long size) {
        LowerData data = node.data;
        Place place = caller.place;
        FileState state = caller.state;
        int result = tree.place(node, place);
        if (result == 0) {
            result = backend.stat(place.at, place.name, place.length, state);
        }
        if (result < 0 || data == null) {
            return result;
        }
        backend.actAs(LayerBackend.SELF, LayerBackend.SELF);
        long wanted = wanted(caller, size, state.size);
        int source = openData(node, place);
        int target = source < 0 ? source : backend.open(place.at, place.name, place.length, true);
        result = Math.min(target, 0);
        byte[] value = caller.small;
        int capability = -1;
        if (result == 0) {
            capability =
                    backend.getXattr(
                            place.at, place.name, place.length, Attributes.CAPABILITY, value);
            result = wanted == 0 ? 0 : copyData(node, source, target, wanted, state);
        }
        if (result == 0 && wanted < state.size) {
            result = backend.truncate(target, wanted);
        }
        if (result == 0 && capability > 0) {
            result =
                    backend.setXattr(
                            place.at,
                            place.name,
                            place.length,
                            Attributes.CAPABILITY,
                            value,
                            capability,
                            0);
        }
        if (result == 0) {
            result =
                    backend.times(
                            place.at,
                            place.name,
                            place.length,
                            state.accessSeconds,
                            state.accessNanos,
                            state.modifySeconds,
                            state.modifyNanos);
        }
        if (result == 0 && tree.stack.sync()) {
            result = backend.sync(target, false);
        }
        if (result == 0) {
            result = backend.removeXattr(place.at, place.name, place.length, marks.metacopy);
        }
        if (source >= 0) {
            backend.close(source);
        }
        if (result < 0) {
            if (target >= 0) {
                backend.close(target);
            }
            return result;
        }
        arrived(node, node.realIno, target);
        return 0;
    }

    /** The node is in the upper now, and its data where it was. */
    private void arrivedWithout(Node node, long realIno, Place to, int target) {
        byte[] name = java.util.Arrays.copyOf(to.name, to.length);
        tree.lock.lock();
        try {
            Directory parent = node.parent;
            if (node.data == null && parent != null) {
                int directory = parent.handle(node.layer);
                backend.retain(directory);
                node.data = new LowerData(node.layer, directory, name, null);
            }
            node.layer = 0;
            node.realIno = realIno;
            if (parent != null) {
                Tree.listing(parent).copiedUp(node.slot);
            }
        } finally {
            tree.lock.unlock();
        }
        backend.close(target);
    }

    /** An open file that has lost its last name: its copy has none either. */
    private int nameless(Caller caller, Node node, long size) {
        FileState state = caller.state;
        Place from = caller.place;
        int result = tree.place(node, from);
        if (result == 0) {
            result = backend.stat(from.at, from.name, from.length, state);
        }
        if (result < 0) {
            return result;
        }
        if (!Mode.isRegular(state.mode)) {
            return -Errno.ESTALE;
        }
        backend.actAs(LayerBackend.SELF, LayerBackend.SELF);
        int target = backend.createNameless(backend.work(), 0600);
        if (target < 0) {
            return target;
        }
        long wanted = wanted(caller, size, state.size);
        if (wanted > 0) {
            int source = openData(node, from);
            result = source < 0 ? source : copyData(node, source, target, wanted, state);
            if (source >= 0) {
                backend.close(source);
            }
        }
        if (result == 0) {
            result = dress(caller, from, ~target, LayerBackend.NONE, 0, state, false);
        }
        int held = result < 0 ? result : backend.hold(~target, LayerBackend.NONE, 0);
        if (held >= 0) {
            result = backend.stat(~target, LayerBackend.NONE, 0, state);
        } else {
            result = held;
        }
        if (result < 0) {
            backend.close(target);
            return result;
        }
        int before = node.held;
        tree.lock.lock();
        try {
            node.held = held;
        } finally {
            tree.lock.unlock();
        }
        backend.close(before);
        arrived(node, state.ino, target);
        return 0;
    }

    /** Where the copy is, the node is now. */
    private void arrived(Node node, long realIno, int target) {
        int unused = target;
        tree.lock.lock();
        try {
            tree.setData(node, null);
            node.layer = 0;
            node.realIno = realIno;
            if (node.parent != null) {
                Tree.listing(node.parent).copiedUp(node.slot);
            }
            if (node.file != Node.NO_FILE && target != Node.NO_FILE) {
                node.retired = node.file;
                node.file = target;
                node.fileWrites = true;
                unused = Node.NO_FILE;
            }
        } finally {
            tree.lock.unlock();
        }
        if (unused != Node.NO_FILE) {
            backend.close(unused);
        }
    }

    /** Copies the data of a node, whose state it was told, as far as it is wanted. */
    private int copyData(Node node, int source, int target, long wanted, FileState state) {
        LowerData lower = node.data;
        int layer = lower == null ? node.layer : lower.layer;
        if (wanted == state.size && !unshared[layer]) {
            int cloned = backend.cloneData(source, target);
            if (cloned == 0) {
                return 0;
            }
            unshared[layer] = cloned == -Errno.EOPNOTSUPP || cloned == -Errno.EXDEV;
        }
        // a short file that takes as much room as it is long is copied without looking for holes
        boolean holes = wanted > SHORT || state.blocks * 512 < state.size;
        long at = 0;
        long copied = 0;
        while (at < wanted) {
            long data = holes ? backend.seek(source, at, SEEK_DATA) : at;
            if (data == -Errno.ENXIO) {
                break; // a hole up to the end
            }
            if (data < 0 && data != -Errno.EINVAL) {
                return (int) data;
            }
            long from = Math.max(data, at);
            long hole = !holes || data < 0 ? wanted : backend.seek(source, from, SEEK_HOLE);
            long end = hole < 0 ? wanted : Math.min(hole, wanted);
            while (from < end) {
                long n = backend.copyRange(source, from, target, from, Math.min(end - from, CHUNK));
                if (n < 0) {
                    return (int) n;
                }
                if (n == 0) {
                    break; // it was cut short meanwhile
                }
                if (n == CHUNK && tree.stack.sync()) {
                    backend.startSync(target, from, n);
                }
                from += n;
                copied = from;
            }
            at = Math.max(end, at + 1);
        }
        return copied == wanted ? 0 : backend.truncate(target, wanted);
    }

    private int copyDirectory(
            Caller caller, Directory directory, Place from, Place to, FileState state) {
        Place work = caller.work;
        temporaryName(work);
        int result = backend.makeDirectory(work.at, work.name, work.length, 0700);
        if (result < 0) {
            return result;
        }
        result = dress(caller, from, work.at, work.name, work.length, state, true);
        if (result == 0) {
            result = backend.rename(work.at, work.name, work.length, to.at, to.name, to.length, 0);
        }
        if (result < 0) {
            backend.remove(work.at, work.name, work.length, true);
            return result;
        }
        int handle = backend.child(to.at, to.name, to.length);
        result = backend.stat(handle, LayerBackend.NONE, 0, state);
        tree.lock.lock();
        try {
            directory.addUpper(handle);
        } finally {
            tree.lock.unlock();
        }
        arrived(directory, state.ino, Node.NO_FILE);
        return Math.min(result, 0);
    }

    private int copySpecial(Caller caller, Node node, Place from, Place to, FileState state) {
        Place work = caller.work;
        temporaryName(work);
        int result;
        if (Mode.isSymlink(state.mode)) {
            byte[] link = caller.value();
            result = backend.readLink(from.at, from.name, from.length, link);
            if (result >= 0) {
                result = backend.makeSymlink(link, result, work.at, work.name, work.length);
            }
        } else {
            result = backend.makeNode(work.at, work.name, work.length, state.mode, state.rdev);
        }
        if (result < 0) {
            return result;
        }
        result = dress(caller, from, work.at, work.name, work.length, state, state.nlink == 1);
        if (result == 0) {
            result = backend.rename(work.at, work.name, work.length, to.at, to.name, to.length, 0);
        }
        if (result < 0) {
            backend.remove(work.at, work.name, work.length, false);
            return result;
        }
        result = backend.stat(to.at, to.name, to.length, state);
        arrived(node, state.ino, Node.NO_FILE);
        return Math.min(result, 0);
    }

    /** All but data: attributes, owner, permissions, times, in the order in which they last. */
    int dress(
            Caller caller,
            Place from,
            int at,
            byte[] name,
            int length,
            FileState state,
            boolean origin) {
        int result = backend.chown(at, name, length, state.uid, state.gid);
        if (result == 0) {
            // after chown, which takes capabilities
            result = copyXattrs(caller, from, at, name, length);
        }
        boolean bearsMarks =
                !tree.stack.userMarks() || state.isDirectory() || Mode.isRegular(state.mode);
        if (result == 0 && origin && bearsMarks) {
            byte[] handle = caller.small;
            int size = backend.origin(from.at, from.name, from.length, handle);
            if (size > 0) {
                result = backend.setXattr(at, name, length, marks.origin, handle, size, 0);
                result = result == -Errno.EOPNOTSUPP ? 0 : result;
            }
        }
        if (result == 0 && !Mode.isSymlink(state.mode)) {
            result = backend.chmod(at, name, length, state.mode & Mode.PERMISSIONS);
        }
        if (result == 0) {
            result =
                    backend.times(
                            at,
                            name,
                            length,
                            state.accessSeconds,
                            state.accessNanos,
                            state.modifySeconds,
                            state.modifyNanos);
        }
        return result;
    }

    private int copyXattrs(Caller caller, Place from, int at, byte[] name, int length) {
        byte[] list = caller.list();
        int size = backend.listXattr(from.at, from.name, from.length, list);
        if (size == -Errno.EOPNOTSUPP) {
            return 0;
        }
        if (size < 0) {
            return size;
        }
        byte[] value = caller.value();
        int start = 0;
        while (start < size) {
            int end = start;
            while (list[end] != 0) {
                end++;
            }
            if (!marks.isMark(list, start, end)) {
                byte[] attribute = java.util.Arrays.copyOfRange(list, start, end);
                int got = backend.getXattr(from.at, from.name, from.length, attribute, value);
                if (got < 0) {
                    return got;
                }
                int result = backend.setXattr(at, name, length, attribute, value, got, 0);
                if (result < 0 && result != -Errno.EOPNOTSUPP) {
                    return result;
                }
            }
            start = end + 1;
        }
        return 0;
    }

    /** A name in the workdir that nothing else has. */
    void temporaryName(Place to) {
        to.at = backend.work();
        long number = temporary.incrementAndGet();
        int length = 1;
        for (long rest = number; rest != 0; rest >>>= 4) {
            length++;
        }
        to.name[0] = '#';
        to.length = length;
        for (int i = length - 1; i > 0; i--) {
            int digit = (int) number & 15;
            to.name[i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
            number >>>= 4;
        }
    }
}
