package dev.mica.fuse;

/** {@code struct fuse_setattr_in}: which attributes to set, and to what. */
public final class AttributeChange {
    /** {@code FATTR_} bits. */
    public int valid;

    /** What an open answered; -1 where there is none. */
    public long file;

    public long size;
    public long accessSeconds;
    public int accessNanos;
    public long modifySeconds;
    public int modifyNanos;
    public int mode;
    public int uid;
    public int gid;

    AttributeChange() {}

    /** Whether this bit is set. */
    public boolean has(int bit) {
        return (valid & bit) != 0;
    }
}
