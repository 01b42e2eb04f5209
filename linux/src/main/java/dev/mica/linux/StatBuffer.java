package dev.mica.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A {@code struct statx} to be filled again and again: for walks of many files. Not for several
 * threads at once; its values are those of the last call that succeeded. {@link Statx} says what
 * each means.
 */
public final class StatBuffer {
    /** What is asked for: all the basic fields, the time of birth, the mount's id. */
    static final int MASK = Flags.STATX_BASIC_STATS | Flags.STATX_BTIME | Flags.STATX_MNT_ID;

    static final int SIZE = 256;

    private final ByteBuffer memory;
    private final int at;
    private final long address;

    /** A buffer of its own. Costs about a microsecond: make one and keep it. */
    public StatBuffer() {
        memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
        at = 0;
        address = Buffers.address(memory);
    }

    /** A view of a scratch's memory, for one call. */
    StatBuffer(Scratch scratch) {
        memory = scratch.memory;
        at = scratch.reserve(SIZE);
        address = scratch.address(at);
    }

    long address() {
        return address;
    }

    /** Type and permissions. */
    public int mode() {
        return memory.getShort(at + 28) & 0xFFFF;
    }

    /** The type alone: one of the {@code S_IF} values. */
    public int type() {
        return mode() & Flags.S_IFMT;
    }

    public boolean isDirectory() {
        return type() == Flags.S_IFDIR;
    }

    public boolean isRegular() {
        return type() == Flags.S_IFREG;
    }

    public boolean isSymbolicLink() {
        return type() == Flags.S_IFLNK;
    }

    /** Whether this is a character device 0:0. */
    public boolean isWhiteout() {
        return type() == Flags.S_IFCHR
                && memory.getInt(at + 128) == 0
                && memory.getInt(at + 132) == 0;
    }

    public int uid() {
        return memory.getInt(at + 20);
    }

    public int gid() {
        return memory.getInt(at + 24);
    }

    public int nlink() {
        return memory.getInt(at + 16);
    }

    public long ino() {
        return memory.getLong(at + 32);
    }

    public long size() {
        return memory.getLong(at + 40);
    }

    public long blocks() {
        return memory.getLong(at + 48);
    }

    public long accessSeconds() {
        return memory.getLong(at + 64);
    }

    public int accessNanos() {
        return memory.getInt(at + 72);
    }

    public long modifySeconds() {
        return memory.getLong(at + 112);
    }

    public int modifyNanos() {
        return memory.getInt(at + 120);
    }

    public long changeSeconds() {
        return memory.getLong(at + 96);
    }

    public int changeNanos() {
        return memory.getInt(at + 104);
    }

    /** Whether the file system says when a file was made, and it was asked. */
    public boolean hasBirth() {
        return (memory.getInt(at) & Flags.STATX_BTIME) != 0;
    }

    public long birthSeconds() {
        return memory.getLong(at + 80);
    }

    public int birthNanos() {
        return memory.getInt(at + 88);
    }

    public int deviceMajor() {
        return memory.getInt(at + 128);
    }

    public int deviceMinor() {
        return memory.getInt(at + 132);
    }

    /** A device node's number, as {@code mknod} takes it. */
    public int device() {
        return (int) Device.join(deviceMajor(), deviceMinor());
    }

    /** The file system's device number, major and minor as one. */
    public long dev() {
        return Device.join(memory.getInt(at + 136), memory.getInt(at + 140));
    }

    /** Whether this is the root of a mount; false on kernels before 5.8, which do not say. */
    public boolean isMountRoot() {
        return (memory.getLong(at + 8) & memory.getLong(at + 56) & Flags.STATX_ATTR_MOUNT_ROOT)
                != 0;
    }

    /** The mount's id; 0 on kernels before 5.8. */
    public long mountId() {
        return memory.getLong(at + 144);
    }

    /** All of it, to keep. */
    public Statx toStatx() {
        return new Statx(
                mode(),
                uid(),
                gid(),
                nlink(),
                ino(),
                dev(),
                deviceMajor(),
                deviceMinor(),
                size(),
                blocks(),
                accessSeconds(),
                accessNanos(),
                modifySeconds(),
                modifyNanos(),
                changeSeconds(),
                changeNanos(),
                mountId(),
                isMountRoot());
    }
}
