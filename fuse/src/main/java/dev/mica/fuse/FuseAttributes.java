package dev.mica.fuse;

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

    /** Type and permissions. */
    public int mode;

    public int nlink;
    public int uid;
    public int gid;

    /** Of a device node, as {@code mknod} takes it. */
    public int rdev;

    public int blockSize = 4096;

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
