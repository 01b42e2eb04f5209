package dev.mica.fuse;

import dev.mica.linux.Flags;
import java.nio.ByteBuffer;

/** {@code struct fuse_attr}: what a handler says of a file. Filled anew for each answer. */
public final class FuseAttributes {
    public long ino;
    public long size;

    /** In units of 512 bytes. */
    public long blocks;

    public long accessSeconds;
    public long modifySeconds;
    public long changeSeconds;
    public int accessNanos;
    public int modifyNanos;
    public int changeNanos;

    /** When it was made, where {@link #hasBirth}. */
    public long birthSeconds;

    public int birthNanos;
    public boolean hasBirth;

    /** Type and permissions. */
    public int mode;

    public int nlink;
    public int uid;
    public int gid;

    /** Of a device node, as {@code mknod} takes it. */
    public int rdev;

    public int blockSize = 4096;

    /** The size of {@code struct fuse_statx}. */
    static final int STATX = 256;

    void writeStatx(ByteBuffer to, int at) {
        for (int i = 0; i < STATX; i += 8) {
            to.putLong(at + i, 0);
        }
        to.putInt(at, Flags.STATX_BASIC_STATS | (hasBirth ? Flags.STATX_BTIME : 0));
        to.putInt(at + 4, blockSize);
        to.putInt(at + 16, nlink);
        to.putInt(at + 20, uid);
        to.putInt(at + 24, gid);
        to.putShort(at + 28, (short) mode);
        to.putLong(at + 32, ino);
        to.putLong(at + 40, size);
        to.putLong(at + 48, blocks);
        time(to, at + 64, accessSeconds, accessNanos);
        time(to, at + 80, birthSeconds, birthNanos);
        time(to, at + 96, changeSeconds, changeNanos);
        time(to, at + 112, modifySeconds, modifyNanos);
        // as new_encode_dev() has put them together
        to.putInt(at + 128, (rdev >>> 8) & 0xfff);
        to.putInt(at + 132, (rdev & 0xff) | ((rdev >>> 12) & 0xfff00));
    }

    private static void time(ByteBuffer to, int at, long seconds, int nanos) {
        to.putLong(at, seconds);
        to.putInt(at + 8, nanos);
    }

    void write(ByteBuffer to, int at) {
        to.putLong(at, ino);
        to.putLong(at + 8, size);
        to.putLong(at + 16, blocks);
        to.putLong(at + 24, accessSeconds);
        to.putLong(at + 32, modifySeconds);
        to.putLong(at + 40, changeSeconds);
        to.putInt(at + 48, accessNanos);
        to.putInt(at + 52, modifyNanos);
        to.putInt(at + 56, changeNanos);
        to.putInt(at + 60, mode);
        to.putInt(at + 64, nlink);
        to.putInt(at + 68, uid);
        to.putInt(at + 72, gid);
        to.putInt(at + 76, rdev);
        to.putInt(at + 80, blockSize);
        to.putInt(at + 84, 0);
    }
}
