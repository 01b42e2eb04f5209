package dev.mica.overlay;

/** What is known of a file: filled anew for each question. Times are seconds and nanoseconds. */
public final class FileState {
    /** Type and permissions. */
    public int mode;

    public int nlink;
    public int uid;
    public int gid;

    /** Of a device node, as {@code mknod} takes it. */
    public int rdev;

    /** The file system's device. */
    public long dev;

    public long ino;
    public long size;

    /** In units of 512 bytes. */
    public long blocks;

    public long accessSeconds;
    public int accessNanos;
    public long modifySeconds;
    public int modifyNanos;
    public long changeSeconds;
    public int changeNanos;

    /** When it was made, where {@link #hasBirth}: in the layer that has it now. */
    public long birthSeconds;

    public int birthNanos;
    public boolean hasBirth;

    boolean isDirectory() {
        return Mode.isDirectory(mode);
    }

    /** Whether this is a whiteout in the kernel's first form: a character device 0:0. */
    boolean isWhiteoutDevice() {
        return (mode & Mode.TYPE) == Mode.CHARACTER && rdev == 0;
    }
}
