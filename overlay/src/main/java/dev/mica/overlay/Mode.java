package dev.mica.overlay;

/** Type and permission bits of a file, and the types of directory entries: the kernel's values. */
public final class Mode {
    public static final int TYPE = 0170000;
    public static final int DIRECTORY = 040000;
    public static final int CHARACTER = 020000;
    public static final int REGULAR = 0100000;
    public static final int SYMLINK = 0120000;
    public static final int SET_UID = 04000;
    public static final int SET_GID = 02000;

    /** What {@code chmod} changes. */
    public static final int PERMISSIONS = 07777;

    static final int GROUP_EXECUTE = 010;

    static final byte DT_UNKNOWN = 0;
    static final byte DT_CHARACTER = 2;
    static final byte DT_DIRECTORY = 4;
    static final byte DT_REGULAR = 8;

    private Mode() {}

    static boolean isDirectory(int mode) {
        return (mode & TYPE) == DIRECTORY;
    }

    static boolean isRegular(int mode) {
        return (mode & TYPE) == REGULAR;
    }

    static boolean isSymlink(int mode) {
        return (mode & TYPE) == SYMLINK;
    }

    /** The type of a directory entry that stands for such a file. */
    static byte entryType(int mode) {
        return (byte) ((mode & TYPE) >> 12);
    }
}
