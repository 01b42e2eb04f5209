package dev.mica.overlayfs;

import dev.mica.errno.Errno;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.NativeBuffer;
import dev.mica.linux.StatBuffer;
import dev.mica.linux.Statfs;
import dev.mica.overlay.FileState;
import dev.mica.overlay.LayerBackend;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Layers below directory descriptors: nothing is ever reached by a path, so neither a symbolic link
 * in a layer nor a directory that is swapped for one leads out of it. An open file is its
 * descriptor.
 */
public final class FdLayers implements LayerBackend {
    private static final byte[] DOT = {'.'};

    /** How many directories are open at once, out of some 20,000 descriptors that a process has. */
    static final int OPEN_DIRECTORIES = 8192;

    /** The kernel's {@code struct ovl_fb} in front of a file handle: 21 bytes. */
    private static final int ORIGIN_HEADER = 21;

    private static final byte ORIGIN_MAGIC = (byte) 0xfb;

    private final Linux linux;
    private final List<Fd> roots;
    private final DirectoryTable directories;

    @SuppressWarnings("ThreadLocalUsage") // one for each mount
    private final ThreadLocal<Hand> hands;

    private final byte[][] uuids;

    /**
     * Takes the layers' roots, from top to bottom, and the directory to work in behind them; all
     * are closed with this.
     */
    public FdLayers(Linux linux, List<Fd> roots) {
        this.linux = linux;
        this.roots = List.copyOf(roots);
        int[] numbers = new int[roots.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = roots.get(i).number();
        }
        directories = new DirectoryTable(numbers, OPEN_DIRECTORIES);
        hands = ThreadLocal.withInitial(this::newHand);
        uuids = new byte[numbers.length][];
        for (int i = 0; i < numbers.length; i++) {
            uuids[i] = uuid(numbers[i]);
        }
    }

    private Hand newHand() {
        Hand hand = new Hand(linux);
        directories.add(hand);
        return hand;
    }

    /** The file system's UUID; empty where it has none or the kernel (before 6.9) does not say. */
    private byte[] uuid(int fd) {
        Hand hand = hands.get();
        int result = hand.calls.ioctl(fd, Flags.FS_IOC_GETFSUUID, hand.bytes, 0, 17);
        if (result < 0 || hand.bytes.bytes().get(0) != 16) {
            return new byte[0];
        }
        byte[] uuid = new byte[16];
        hand.bytes.bytes().get(1, uuid);
        return uuid;
    }

    /** How many directories are open, of {@link #OPEN_DIRECTORIES} at most. */
    int openDirectories() {
        return directories.open();
    }

    /** What the file system of the upper, or of the topmost lower, tells. */
    Statfs usage() {
        return linux.fstatfs(roots.getFirst().number());
    }

    /** The descriptor that a question is about, and the name below it. */
    private int base(Hand hand, int at) {
        return at < 0 ? ~at : directories.first(hand, at);
    }

    private static byte[] name(int at, byte[] name, int length) {
        return length == 0 && at >= 0 ? DOT : name;
    }

    private static int length(int at, int length) {
        return length == 0 && at >= 0 ? 1 : length;
    }

    @Override
    public int work() {
        return roots.size() - 1;
    }

    @Override
    public int child(int directory, byte[] name, int length) {
        return directories.child(directory, name, length);
    }

    @Override
    public void retain(int directory) {
        directories.retain(directory);
    }

    @Override
    public void release(int directory) {
        directories.release(hands.get(), directory);
    }

    @Override
    public void moved(int directory, int newParent, byte[] name, int length) {
        directories.moved(hands.get(), directory, newParent, name, length);
    }

    @Override
    public int entries(int directory, Entries to) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        if (base < 0) {
            return base;
        }
        int fd = openUnseen(hand, base, DOT, 1, Flags.O_DIRECTORY);
        if (fd < 0) {
            return fd;
        }
        // not the hand's own buffer: the taker asks further questions meanwhile
        NativeBuffer buffer = hand.entries();
        byte[] name = new byte[256];
        int result;
        try {
            while ((result = hand.calls.getdents64(fd, buffer)) > 0) {
                take(buffer.bytes(), result, name, to);
            }
        } finally {
            hand.calls.close(fd);
        }
        return result;
    }

    private static void take(ByteBuffer bytes, int size, byte[] name, Entries to) {
        for (int at = 0; at < size; ) {
            int next = at + (bytes.getShort(at + 16) & 0xFFFF);
            int length = 0;
            while (bytes.get(at + 19 + length) != 0) {
                length++;
            }
            bytes.get(at + 19, name, 0, length);
            boolean dot = name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
            if (!dot) {
                to.entry(name, length, bytes.getLong(at), bytes.get(at + 18));
            }
            at = next;
        }
    }

    @Override
    public int stat(int at, byte[] name, int length, FileState to) {
        Hand hand = hands.get();
        int base = base(hand, at);
        if (base < 0) {
            return base;
        }
        int result =
                length == 0
                        ? hand.calls.fstat(base, hand.stat)
                        : hand.calls.statx(base, name, length, hand.stat);
        if (result == 0) {
            fill(hand.stat, to);
        }
        return result;
    }

    private static void fill(StatBuffer from, FileState to) {
        to.mode = from.mode();
        to.nlink = from.nlink();
        to.uid = from.uid();
        to.gid = from.gid();
        to.rdev = from.device();
        to.dev = from.dev();
        to.ino = from.ino();
        to.size = from.size();
        to.blocks = from.blocks();
        to.accessSeconds = from.accessSeconds();
        to.accessNanos = from.accessNanos();
        to.modifySeconds = from.modifySeconds();
        to.modifyNanos = from.modifyNanos();
        to.changeSeconds = from.changeSeconds();
        to.changeNanos = from.changeNanos();
        to.hasBirth = from.hasBirth();
        to.birthSeconds = from.birthSeconds();
        to.birthNanos = from.birthNanos();
    }

    @Override
    public int inspect(int at, byte[] name, int length, int request, byte[] target, int size) {
        Hand hand = hands.get();
        int base = base(hand, at);
        int flags = Flags.O_NONBLOCK;
        int fd =
                base < 0 || (at >= 0 && length == 0)
                        ? base
                        : openUnseen(hand, base, name, length, flags);
        if (fd < 0) {
            return fd;
        }
        int result = hand.calls.ioctl(fd, Integer.toUnsignedLong(request), hand.bytes, 0, size);
        if (result >= 0) {
            hand.bytes.bytes().get(0, target, 0, size);
        }
        if (fd != base) {
            hand.calls.close(fd);
        }
        return result < 0 ? result : 0;
    }

    @Override
    public int open(int at, byte[] name, int length, boolean write) {
        Hand hand = hands.get();
        int base = base(hand, at);
        if (base < 0) {
            return base;
        }
        return write
                ? open(hand, base, name, length, Flags.O_RDWR)
                : openUnseen(hand, base, name, length, 0);
    }

    /** Reads change no access time, where this process may ask for that. */
    private static int openUnseen(Hand hand, int base, byte[] name, int length, int flags) {
        int fd = open(hand, base, name, length, flags | Flags.O_NOATIME);
        return fd == -Errno.EPERM ? open(hand, base, name, length, flags) : fd;
    }

    private static int open(Hand hand, int base, byte[] name, int length, int flags) {
        return length == 0
                ? hand.calls.reopen(base, flags)
                : hand.calls.openat(base, name, length, flags | Flags.O_NOFOLLOW, 0);
    }

    @Override
    public int hold(int at, byte[] name, int length) {
        Hand hand = hands.get();
        int base = base(hand, at);
        return base < 0 ? base : open(hand, base, name, length, Flags.O_PATH);
    }

    @Override
    public void close(int file) {
        hands.get().calls.close(file);
    }

    @Override
    public int create(int directory, byte[] name, int length, int mode) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        int flags = Flags.O_RDWR | Flags.O_CREAT | Flags.O_EXCL | Flags.O_NOFOLLOW;
        return base < 0 ? base : hand.calls.openat(base, name, length, flags, mode & 07777);
    }

    @Override
    public int createNameless(int directory, int mode) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        int flags = Flags.O_RDWR | Flags.O_TMPFILE;
        return base < 0 ? base : hand.calls.openat(base, DOT, 1, flags, mode & 07777);
    }

    @Override
    public int linkFile(int file, int directory, byte[] name, int length) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        return base < 0 ? base : hand.calls.link(file, base, name, length);
    }

    @Override
    public int makeDirectory(int directory, byte[] name, int length, int mode) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        return base < 0 ? base : hand.calls.mkdirat(base, name, length, mode & 07777);
    }

    @Override
    public int makeNode(int directory, byte[] name, int length, int mode, int device) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        return base < 0 ? base : hand.calls.mknodat(base, name, length, mode, device);
    }

    @Override
    public int makeSymlink(
            byte[] target, int targetLength, int directory, byte[] name, int length) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        return base < 0 ? base : hand.calls.symlinkat(target, targetLength, base, name, length);
    }

    @Override
    public int link(
            int from, byte[] fromName, int fromLength, int directory, byte[] name, int length) {
        Hand hand = hands.get();
        int base = base(hand, from);
        int to = directories.second(hand, directory);
        return base < 0 || to < 0
                ? Math.min(base, to)
                : hand.calls.linkat(base, fromName, fromLength, to, name, length);
    }

    @Override
    public int remove(int directory, byte[] name, int length, boolean isDirectory) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        int flags = isDirectory ? Flags.AT_REMOVEDIR : 0;
        return base < 0 ? base : hand.calls.unlinkat(base, name, length, flags);
    }

    @Override
    public int rename(
            int from,
            byte[] fromName,
            int fromLength,
            int directory,
            byte[] name,
            int length,
            int flags) {
        Hand hand = hands.get();
        int base = base(hand, from);
        int to = directories.second(hand, directory);
        return base < 0 || to < 0
                ? Math.min(base, to)
                : hand.calls.renameat2(base, fromName, fromLength, to, name, length, flags);
    }

    @Override
    public int chmod(int at, byte[] name, int length, int mode) {
        Hand hand = hands.get();
        int base = base(hand, at);
        return base < 0
                ? base
                : hand.calls.fchmodat(base, name(at, name, length), length(at, length), mode);
    }

    @Override
    public int chown(int at, byte[] name, int length, int uid, int gid) {
        Hand hand = hands.get();
        int base = base(hand, at);
        return base < 0 ? base : hand.calls.fchownat(base, name, length, uid, gid);
    }

    @Override
    public int times(
            int at,
            byte[] name,
            int length,
            long accessSeconds,
            int accessNanos,
            long modifySeconds,
            int modifyNanos) {
        Hand hand = hands.get();
        int base = base(hand, at);
        return base < 0
                ? base
                : hand.calls.utimensat(
                        base, name, length, accessSeconds, accessNanos, modifySeconds, modifyNanos);
    }

    @Override
    public int getXattr(int at, byte[] name, int length, byte[] attribute, byte[] target) {
        Hand hand = hands.get();
        int base = base(hand, at);
        if (base < 0) {
            return base;
        }
        int room = Math.min(target.length, hand.bytes.size());
        int result =
                hand.calls.getxattr(
                        base,
                        name(at, name, length),
                        length(at, length),
                        attribute,
                        hand.bytes,
                        0,
                        room);
        if (result > 0 && room > 0) {
            hand.bytes.bytes().get(0, target, 0, result);
        }
        return result;
    }

    @Override
    public int setXattr(
            int at, byte[] name, int length, byte[] attribute, byte[] value, int size, int flags) {
        Hand hand = hands.get();
        int base = base(hand, at);
        if (base < 0) {
            return base;
        }
        hand.bytes.bytes().put(0, value, 0, size);
        return hand.calls.setxattr(
                base,
                name(at, name, length),
                length(at, length),
                attribute,
                hand.bytes,
                0,
                size,
                flags);
    }

    @Override
    public int removeXattr(int at, byte[] name, int length, byte[] attribute) {
        Hand hand = hands.get();
        int base = base(hand, at);
        return base < 0
                ? base
                : hand.calls.removexattr(
                        base, name(at, name, length), length(at, length), attribute);
    }

    @Override
    public int listXattr(int at, byte[] name, int length, byte[] target) {
        Hand hand = hands.get();
        int base = base(hand, at);
        if (base < 0) {
            return base;
        }
        int room = Math.min(target.length, hand.bytes.size());
        int result =
                hand.calls.listxattr(
                        base, name(at, name, length), length(at, length), hand.bytes, 0, room);
        if (result > 0 && room > 0) {
            hand.bytes.bytes().get(0, target, 0, result);
        }
        return result;
    }

    @Override
    public int readLink(int at, byte[] name, int length, byte[] target) {
        Hand hand = hands.get();
        int base = base(hand, at);
        if (base < 0) {
            return base;
        }
        int room = Math.min(target.length, hand.bytes.size());
        int result = hand.calls.readlinkat(base, name, length, hand.bytes, 0, room);
        if (result > 0) {
            hand.bytes.bytes().get(0, target, 0, result);
        }
        return result;
    }

    @Override
    public int read(int file, ByteBuffer target, int at, int length, long offset) {
        Hand hand = hands.get();
        return hand.calls.pread(file, hand.memory(target), at, length, offset);
    }

    /** As {@link #read}, of what is in memory already; EAGAIN where the disk would be asked. */
    int readCached(int file, ByteBuffer target, int at, int length, long offset) {
        Hand hand = hands.get();
        return hand.calls.preadCached(file, hand.memory(target), at, length, offset);
    }

    @Override
    public int write(int file, ByteBuffer source, int at, int length, long offset) {
        Hand hand = hands.get();
        return hand.calls.pwrite(file, hand.memory(source), at, length, offset);
    }

    @Override
    public int truncate(int file, long size) {
        return hands.get().calls.ftruncate(file, size);
    }

    @Override
    public int sync(int file, boolean dataOnly) {
        Hand hand = hands.get();
        return dataOnly ? hand.calls.fdatasync(file) : hand.calls.fsync(file);
    }

    @Override
    public void startSync(int file, long offset, long length) {
        hands.get().calls.startWriteBack(file, offset, length);
    }

    @Override
    public int syncDirectory(int directory) {
        Hand hand = hands.get();
        int base = base(hand, directory);
        return base < 0 ? base : hand.calls.fsync(base);
    }

    @Override
    public int allocate(int file, int mode, long offset, long length) {
        return hands.get().calls.fallocate(file, mode, offset, length);
    }

    @Override
    public long seek(int file, long offset, int whence) {
        return hands.get().calls.lseek(file, offset, whence);
    }

    @Override
    public int cloneData(int from, int to) {
        return hands.get().calls.ioctl(to, Flags.FICLONE, from);
    }

    @Override
    public long copyRange(int from, long fromOffset, int to, long toOffset, long length) {
        Hand hand = hands.get();
        long copied = hand.calls.copyFileRange(from, fromOffset, to, toOffset, length);
        if (copied >= 0
                || (copied != -Errno.EXDEV
                        && copied != -Errno.EOPNOTSUPP
                        && copied != -Errno.EINVAL
                        && copied != -Errno.ENOSYS)) {
            return copied;
        }
        int size = (int) Math.min(length, hand.bytes.size());
        int got = hand.calls.pread(from, hand.bytes, 0, size, fromOffset);
        return got <= 0 ? got : hand.calls.pwrite(to, hand.bytes, 0, got, toOffset);
    }

    @Override
    public int origin(int at, byte[] name, int length, byte[] target) {

        Hand hand = hands.get();
        int base = base(hand, at);
        if (base < 0) {
            return base;
        }
        byte[] uuid = uuid(base);
        if (uuid.length == 0) {
            return -Errno.EOPNOTSUPP;
        }
        int got =
                hand.calls.nameToHandle(
                        base, name(at, name, length), length(at, length), hand.bytes, 0, 8 + 128);
        if (got < 0) {
            return got;
        }
        ByteBuffer bytes = hand.bytes.bytes();
        int size = ORIGIN_HEADER + got - 8;
        target[0] = 0; // the version
        target[1] = ORIGIN_MAGIC;
        target[2] = (byte) size;
        target[3] = 0;
        target[4] = (byte) bytes.getInt(4);
        System.arraycopy(uuid, 0, target, 5, uuid.length);
        bytes.get(8, target, ORIGIN_HEADER, got - 8);
        return size;
    }

    @Override
    public long originIno(int layer, byte[] origin, int length) {
        Hand hand = hands.get();
        if (length <= ORIGIN_HEADER
                || origin[0] != 0
                || origin[1] != ORIGIN_MAGIC
                || !java.util.Arrays.equals(
                        uuids[layer], 0, uuids[layer].length, origin, 5, ORIGIN_HEADER)) {
            return -Errno.ESTALE;
        }
        ByteBuffer bytes = hand.bytes.bytes();
        bytes.putInt(0, length - ORIGIN_HEADER);
        bytes.putInt(4, origin[4] & 0xFF);
        bytes.put(8, origin, ORIGIN_HEADER, length - ORIGIN_HEADER);
        int size = 8 + length - ORIGIN_HEADER;
        int root = roots.get(layer).number();
        int fd = hand.calls.openByHandle(root, hand.bytes, 0, size, Flags.O_PATH);
        if (fd < 0) {
            return fd;
        }
        int result = hand.calls.fstat(fd, hand.stat);
        long ino = hand.stat.ino();
        hand.calls.close(fd);
        return result < 0 ? result : ino;
    }

    @Override
    public void actAs(int uid, int gid) {
        hands.get().actAs(uid, gid);
    }

    @Override
    public void close() {
        directories.close(hands.get());
        for (Fd root : roots) {
            root.close();
        }
    }
}
