package dev.mica.fuse;

/** The protocol's numbers, by the kernel's names: {@code include/uapi/linux/fuse.h}. */
public final class FuseAbi {
    static final int MAJOR = 7;

    /** The newest minor version spoken here: what a newer kernel is answered. */
    static final int MINOR = 45;

    /** The oldest: Linux 5.4. */
    static final int OLDEST_MINOR = 31;

    /** The root's node. */
    public static final long ROOT = 1;

    static final int LOOKUP = 1;
    static final int FORGET = 2;
    static final int GETATTR = 3;
    static final int SETATTR = 4;
    static final int READLINK = 5;
    static final int SYMLINK = 6;
    static final int MKNOD = 8;
    static final int MKDIR = 9;
    static final int UNLINK = 10;
    static final int RMDIR = 11;
    static final int RENAME = 12;
    static final int LINK = 13;
    static final int OPEN = 14;
    static final int READ = 15;
    static final int WRITE = 16;
    static final int STATFS = 17;
    static final int RELEASE = 18;
    static final int FSYNC = 20;
    static final int SETXATTR = 21;
    static final int GETXATTR = 22;
    static final int LISTXATTR = 23;
    static final int REMOVEXATTR = 24;
    static final int FLUSH = 25;
    static final int INIT = 26;
    static final int OPENDIR = 27;
    static final int READDIR = 28;
    static final int RELEASEDIR = 29;
    static final int FSYNCDIR = 30;
    static final int CREATE = 35;
    static final int INTERRUPT = 36;
    static final int DESTROY = 38;
    static final int IOCTL = 39;
    static final int BATCH_FORGET = 42;
    static final int FALLOCATE = 43;
    static final int READDIRPLUS = 44;
    static final int RENAME2 = 45;
    static final int LSEEK = 46;
    static final int COPY_FILE_RANGE = 47;
    static final int TMPFILE = 51;
    static final int STATX = 52;

    public static final long ASYNC_READ = 1L;
    public static final long ATOMIC_O_TRUNC = 1L << 3;
    public static final long EXPORT_SUPPORT = 1L << 4;
    public static final long BIG_WRITES = 1L << 5;
    public static final long DONT_MASK = 1L << 6;
    public static final long AUTO_INVAL_DATA = 1L << 12;
    public static final long DO_READDIRPLUS = 1L << 13;
    public static final long READDIRPLUS_AUTO = 1L << 14;
    public static final long ASYNC_DIO = 1L << 15;
    public static final long WRITEBACK_CACHE = 1L << 16;
    public static final long NO_OPEN_SUPPORT = 1L << 17;
    public static final long PARALLEL_DIROPS = 1L << 18;
    public static final long POSIX_ACL = 1L << 20;
    public static final long MAX_PAGES = 1L << 22;
    public static final long CACHE_SYMLINKS = 1L << 23;
    public static final long NO_OPENDIR_SUPPORT = 1L << 24;
    public static final long HANDLE_KILLPRIV_V2 = 1L << 28;
    public static final long SETXATTR_EXT = 1L << 29;
    static final long INIT_EXT = 1L << 30;
    public static final long PASSTHROUGH = 1L << 37;

    /** Requests come and answers go through {@code io_uring}: see {@link RingTransport}. */
    public static final long OVER_IO_URING = 1L << 41;

    /** In an open reply: the page cache is not used; reads and writes come as they are made. */
    public static final int FOPEN_DIRECT_IO = 1;

    /** What is cached of the file stays good. */
    public static final int FOPEN_KEEP_CACHE = 1 << 1;

    /** The kernel may keep the directory's listing. */
    public static final int FOPEN_CACHE_DIR = 1 << 3;

    /** A close sends no FLUSH. */
    public static final int FOPEN_NOFLUSH = 1 << 5;

    /** Reads and writes go to the backing file, past the server. */
    public static final int FOPEN_PASSTHROUGH = 1 << 7;

    public static final int FATTR_MODE = 1;
    public static final int FATTR_UID = 1 << 1;
    public static final int FATTR_GID = 1 << 2;
    public static final int FATTR_SIZE = 1 << 3;
    public static final int FATTR_ATIME = 1 << 4;
    public static final int FATTR_MTIME = 1 << 5;
    public static final int FATTR_FH = 1 << 6;
    public static final int FATTR_ATIME_NOW = 1 << 7;
    public static final int FATTR_MTIME_NOW = 1 << 8;
    public static final int FATTR_CTIME = 1 << 10;
    public static final int FATTR_KILL_SUIDGID = 1 << 11;

    static final long BACKING_OPEN = 0x4010e501L;
    static final long BACKING_CLOSE = 0x4004e502L;

    static final int NOTIFY_INVAL_INODE = 2;

    /** Through {@code io_uring}: a buffer that the kernel may put a request in. */
    static final int RING_REGISTER = 1;

    /** Through {@code io_uring}: the answer is there, and the buffer free for the next. */
    static final int RING_COMMIT_AND_FETCH = 2;

    static final int GETATTR_FH = 1;

    /** In a write: the set-user-ID and set-group-ID bits go. */
    public static final int WRITE_KILL_SUIDGID = 1 << 2;

    /** In a write: it comes from the page cache, long after the process wrote. */
    public static final int WRITE_CACHE = 1;

    /** In an open: as {@link #WRITE_KILL_SUIDGID}, for {@code O_TRUNC}. */
    public static final int OPEN_KILL_SUIDGID = 1;

    /** In setxattr: the set-group-ID bit goes, as an ACL demands. */
    public static final int SETXATTR_ACL_KILL_SGID = 1;

    /** In fsync: {@code fdatasync}. */
    public static final int FSYNC_FDATASYNC = 1;

    static final int IN_HEADER = 40;
    static final int OUT_HEADER = 16;
    static final int ATTR = 88;
    static final int ENTRY = 40 + ATTR;

    private FuseAbi() {}

    /** What the protocol calls an operation; its number where it is none that is served. */
    static String name(int opcode) {
        return switch (opcode) {
            case LOOKUP -> "LOOKUP";
            case FORGET -> "FORGET";
            case GETATTR -> "GETATTR";
            case SETATTR -> "SETATTR";
            case READLINK -> "READLINK";
            case SYMLINK -> "SYMLINK";
            case MKNOD -> "MKNOD";
            case MKDIR -> "MKDIR";
            case UNLINK -> "UNLINK";
            case RMDIR -> "RMDIR";
            case RENAME -> "RENAME";
            case LINK -> "LINK";
            case OPEN -> "OPEN";
            case READ -> "READ";
            case WRITE -> "WRITE";
            case STATFS -> "STATFS";
            case RELEASE -> "RELEASE";
            case FSYNC -> "FSYNC";
            case SETXATTR -> "SETXATTR";
            case GETXATTR -> "GETXATTR";
            case LISTXATTR -> "LISTXATTR";
            case REMOVEXATTR -> "REMOVEXATTR";
            case FLUSH -> "FLUSH";
            case INIT -> "INIT";
            case OPENDIR -> "OPENDIR";
            case READDIR -> "READDIR";
            case RELEASEDIR -> "RELEASEDIR";
            case FSYNCDIR -> "FSYNCDIR";
            case CREATE -> "CREATE";
            case INTERRUPT -> "INTERRUPT";
            case DESTROY -> "DESTROY";
            case IOCTL -> "IOCTL";
            case BATCH_FORGET -> "BATCH_FORGET";
            case FALLOCATE -> "FALLOCATE";
            case READDIRPLUS -> "READDIRPLUS";
            case RENAME2 -> "RENAME2";
            case LSEEK -> "LSEEK";
            case COPY_FILE_RANGE -> "COPY_FILE_RANGE";
            case TMPFILE -> "TMPFILE";
            case STATX -> "STATX";
            default -> Integer.toString(opcode);
        };
    }
}
