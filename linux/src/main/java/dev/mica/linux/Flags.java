package dev.mica.linux;

/**
 * The kernel's flag values, by its own names. Those of {@code open} that differ between processors
 * have the value of the one we run on.
 *
 * <p>Sources: {@code include/uapi/asm-generic/fcntl.h}, {@code
 * arch/arm64/include/uapi/asm/fcntl.h}, {@code
 * include/uapi/linux/{fcntl,openat2,stat,mount,fs,falloc,xattr,sched,prctl,wait}.h}.
 */
public final class Flags {
    /** In place of a directory's descriptor: the process's working directory. */
    public static final int AT_FDCWD = -100;

    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    public static final int AT_EMPTY_PATH = 0x1000;

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_NOCTTY = 0400;
    public static final int O_TRUNC = 01000;
    public static final int O_APPEND = 02000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_DIRECTORY = Arch.pick(0200000, 040000);
    public static final int O_NOFOLLOW = Arch.pick(0400000, 0100000);
    public static final int O_NOATIME = 01000000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;
    public static final int O_TMPFILE = 020000000 | O_DIRECTORY;

    /** No mount is crossed: EXDEV. */
    public static final long RESOLVE_NO_XDEV = 1;

    /** No link of the kind in {@code /proc/PID/fd}: ELOOP. */
    public static final long RESOLVE_NO_MAGICLINKS = 2;

    /** No symbolic link at all, the last component's included: ELOOP. */
    public static final long RESOLVE_NO_SYMLINKS = 4;

    /** Nothing that would leave the directory, not even for a moment: EXDEV. */
    public static final long RESOLVE_BENEATH = 8;

    /** The directory is the root, of absolute names, of absolute links and of {@code ..}. */
    public static final long RESOLVE_IN_ROOT = 16;

    public static final int S_IFMT = 0170000;
    public static final int S_IFSOCK = 0140000;
    public static final int S_IFLNK = 0120000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFBLK = 060000;
    public static final int S_IFDIR = 040000;
    public static final int S_IFCHR = 020000;
    public static final int S_IFIFO = 010000;
    public static final int S_ISUID = 04000;
    public static final int S_ISGID = 02000;
    public static final int S_ISVTX = 01000;

    public static final int DT_UNKNOWN = 0;
    public static final int DT_FIFO = 1;
    public static final int DT_CHR = 2;
    public static final int DT_DIR = 4;
    public static final int DT_BLK = 6;
    public static final int DT_REG = 8;
    public static final int DT_LNK = 10;
    public static final int DT_SOCK = 12;

    public static final int STATX_BASIC_STATS = 0x7ff;
    public static final int STATX_BTIME = 0x800;
    public static final int STATX_MNT_ID = 0x1000;
    public static final long STATX_ATTR_MOUNT_ROOT = 0x2000;

    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;

    public static final int FALLOC_FL_KEEP_SIZE = 1;
    public static final int FALLOC_FL_PUNCH_HOLE = 2;

    public static final int RENAME_NOREPLACE = 1;
    public static final int RENAME_EXCHANGE = 2;
    public static final int RENAME_WHITEOUT = 4;

    /** {@code preadv2}: only what is in memory, else EAGAIN. */
    public static final int RWF_NOWAIT = 8;

    public static final int XATTR_CREATE = 1;
    public static final int XATTR_REPLACE = 2;

    /** Nanoseconds that mean: the present time. */
    public static final int UTIME_NOW = 0x3fffffff;

    /** Nanoseconds that mean: leave this time alone. */
    public static final int UTIME_OMIT = 0x3ffffffe;

    public static final int LOCK_SH = 1;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;
    public static final int LOCK_UN = 8;

    public static final long MS_RDONLY = 1;
    public static final long MS_NOSUID = 2;
    public static final long MS_NODEV = 4;
    public static final long MS_NOEXEC = 8;
    public static final long MS_SYNCHRONOUS = 16;
    public static final long MS_REMOUNT = 32;
    public static final long MS_DIRSYNC = 128;
    public static final long MS_NOSYMFOLLOW = 256;
    public static final long MS_NOATIME = 1024;
    public static final long MS_NODIRATIME = 2048;
    public static final long MS_BIND = 4096;
    public static final long MS_MOVE = 8192;
    public static final long MS_REC = 16384;
    public static final long MS_UNBINDABLE = 1 << 17;
    public static final long MS_PRIVATE = 1 << 18;
    public static final long MS_SLAVE = 1 << 19;
    public static final long MS_SHARED = 1 << 20;
    public static final long MS_RELATIME = 1 << 21;
    public static final long MS_STRICTATIME = 1 << 24;

    public static final int OPEN_TREE_CLONE = 1;
    public static final long MOUNT_ATTR_RDONLY = 1;
    static final long MOUNT_ATTR_ATIME = 0x70;
    public static final long MOUNT_ATTR_NOATIME = 0x10;
    public static final long MOUNT_ATTR_STRICTATIME = 0x20;
    public static final long MOUNT_ATTR_NODIRATIME = 0x80;

    public static final int MNT_FORCE = 1;
    public static final int MNT_DETACH = 2;
    public static final int UMOUNT_NOFOLLOW = 8;

    public static final int CLONE_FS = 0x200;
    public static final int CLONE_NEWNS = 0x20000;
    public static final int CLONE_NEWNET = 0x40000000;

    public static final int AF_UNIX = 1;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_SEQPACKET = 5;
    public static final int SOCK_NONBLOCK = 04000;
    public static final int SOCK_CLOEXEC = 02000000;
    public static final int SHUT_RD = 0;
    public static final int SHUT_WR = 1;
    public static final int SHUT_RDWR = 2;
    public static final int MSG_PEEK = 2;
    public static final int MSG_TRUNC = 0x20;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;
    static final int SOL_SOCKET = 1;
    static final int SCM_RIGHTS = 1;

    public static final short POLLIN = 1;
    public static final short POLLOUT = 4;
    public static final short POLLERR = 8;
    public static final short POLLHUP = 16;
    public static final short POLLNVAL = 32;

    public static final int PR_SET_SECUREBITS = 28;
    public static final int PR_SET_CHILD_SUBREAPER = 36;

    /** The capability to keep set-user-ID and set-group-ID bits over writes. */
    public static final int CAP_FSETID = 4;

    /** Capabilities stay when a thread's user changes. */
    public static final int SECBIT_NO_SETUID_FIXUP = 4;

    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int F_DUPFD_CLOEXEC = 1030;
    public static final int FD_CLOEXEC = 1;

    /** {@code ioctl}: how a terminal is set. */
    public static final long TCGETS = 0x5401;

    /** {@code ioctl}: sets a terminal. */
    public static final long TCSETS = 0x5402;

    /** {@code ioctl}: a terminal's size. */
    public static final long TIOCGWINSZ = 0x5413;

    /** {@code ioctl}: the whole file becomes a clone of another's data. */
    public static final long FICLONE = 0x40049409L;

    /** {@code ioctl}: the file system's UUID, behind a byte that says its length. */
    public static final long FS_IOC_GETFSUUID = 0x80111500L;

    /** {@code ioctl}: the file system stops at once; argument {@link #FS_GOING_DOWN_NOLOGFLUSH}. */
    public static final long FS_IOC_SHUTDOWN = 0x8004587dL;

    /** As after a power cut: not even the journal's memory is written. */
    public static final int FS_GOING_DOWN_NOLOGFLUSH = 2;

    private Flags() {}
}
