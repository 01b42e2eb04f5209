package dev.mica.linux;

/**
 * Everything Mica asks of the kernel and the C library, by the kernel's own names: the number on
 * x86-64, the number on aarch64, and which arguments are names, for the doubles that print them.
 *
 * <p>Sources: {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code
 * include/uapi/asm-generic/unistd.h}. The last rows, numbered -1, are functions of the C library,
 * found by name.
 */
enum Call {
    READ("read", 0, 63),
    WRITE("write", 1, 64),
    CLOSE("close", 3, 57, false),
    LSEEK("lseek", 8, 62),
    MMAP("mmap", 9, 222),
    MUNMAP("munmap", 11, 215),
    IOCTL("ioctl", 16, 29),
    PREAD64("pread64", 17, 67),
    PWRITE64("pwrite64", 18, 68),
    GETPID("getpid", 39, 172),
    SENDFILE("sendfile", 40, 71),
    SOCKET("socket", 41, 198),
    CONNECT("connect", 42, 203, false),
    SENDTO("sendto", 44, 206),
    RECVFROM("recvfrom", 45, 207),
    RECVMSG("recvmsg", 47, 212),
    SHUTDOWN("shutdown", 48, 210),
    BIND("bind", 49, 200),
    LISTEN("listen", 50, 201),
    SOCKETPAIR("socketpair", 53, 199),
    KILL("kill", 62, 129),
    FCNTL("fcntl", 72, 25),
    FLOCK("flock", 73, 32),
    FSYNC("fsync", 74, 82),
    FDATASYNC("fdatasync", 75, 83),
    SYNC_FILE_RANGE("sync_file_range", 277, 84),
    FTRUNCATE("ftruncate", 77, 46),
    CHDIR("chdir", 80, 49, 0),
    FCHMOD("fchmod", 91, 52),
    FCHOWN("fchown", 93, 55),
    SETFSUID("setfsuid", 122, 151),
    CAPGET("capget", 125, 90),
    CAPSET("capset", 126, 91),
    SETFSGID("setfsgid", 123, 152),
    UMASK("umask", 95, 166),
    GETEUID("geteuid", 107, 175),
    GETEGID("getegid", 108, 177),
    GETPPID("getppid", 110, 173),
    STATFS("statfs", 137, 43, 0),
    FSTATFS("fstatfs", 138, 44),
    SETPRIORITY("setpriority", 141, 140),
    PRCTL("prctl", 157, 167),
    MOUNT("mount", 165, 40, 0, 1, 2, 4),
    UMOUNT2("umount2", 166, 39, 0),
    GETTID("gettid", 186, 178),
    SCHED_SETAFFINITY("sched_setaffinity", 203, 122),
    SETXATTR("setxattr", 188, 5, 0, 1),
    LSETXATTR("lsetxattr", 189, 6, 0, 1),
    FSETXATTR("fsetxattr", 190, 7, 1),
    GETXATTR("getxattr", 191, 8, 0, 1),
    LGETXATTR("lgetxattr", 192, 9, 0, 1),
    FGETXATTR("fgetxattr", 193, 10, 1),
    LISTXATTR("listxattr", 194, 11, 0),
    LLISTXATTR("llistxattr", 195, 12, 0),
    FLISTXATTR("flistxattr", 196, 13),
    REMOVEXATTR("removexattr", 197, 14, 0, 1),
    LREMOVEXATTR("lremovexattr", 198, 15, 0, 1),
    FREMOVEXATTR("fremovexattr", 199, 16, 1),
    GETDENTS64("getdents64", 217, 61),
    EPOLL_CTL("epoll_ctl", 233, 21),
    WAITID("waitid", 247, 95),
    OPENAT("openat", 257, 56, 1),
    MKDIRAT("mkdirat", 258, 34, 1),
    MKNODAT("mknodat", 259, 33, 1),
    FCHOWNAT("fchownat", 260, 54, 1),
    UNLINKAT("unlinkat", 263, 35, 1),
    LINKAT("linkat", 265, 37, 1, 3),
    SYMLINKAT("symlinkat", 266, 36, 0, 2),
    READLINKAT("readlinkat", 267, 78, 1),
    FCHMODAT("fchmodat", 268, 53, 1),
    PPOLL("ppoll", 271, 73),
    UNSHARE("unshare", 272, 97),
    UTIMENSAT("utimensat", 280, 88, 1),
    EPOLL_PWAIT("epoll_pwait", 281, 22),
    FALLOCATE("fallocate", 285, 47),
    ACCEPT4("accept4", 288, 242),
    EPOLL_CREATE1("epoll_create1", 291, 20),
    PIPE2("pipe2", 293, 59),
    SYNCFS("syncfs", 306, 267),
    SETNS("setns", 308, 268),
    RENAMEAT2("renameat2", 316, 276, 1, 3),
    NAME_TO_HANDLE_AT("name_to_handle_at", 303, 264, 1),
    OPEN_BY_HANDLE_AT("open_by_handle_at", 304, 265),
    COPY_FILE_RANGE("copy_file_range", 326, 285),
    PREADV2("preadv2", 327, 286),
    STATX("statx", 332, 291, 1),
    PIDFD_SEND_SIGNAL("pidfd_send_signal", 424, 424),
    IO_URING_SETUP("io_uring_setup", 425, 425),
    IO_URING_ENTER("io_uring_enter", 426, 426),
    OPEN_TREE("open_tree", 428, 428, 1),
    PIDFD_OPEN("pidfd_open", 434, 434),
    OPENAT2("openat2", 437, 437, 1),
    MOUNT_SETATTR("mount_setattr", 442, 442, 1),
    FCHMODAT2("fchmodat2", 452, 452, 1),
    SETXATTRAT("setxattrat", 463, 463, 1),
    GETXATTRAT("getxattrat", 464, 464, 1),
    LISTXATTRAT("listxattrat", 465, 465, 1),
    REMOVEXATTRAT("removexattrat", 466, 466, 1),

    POSIX_SPAWN("posix_spawn", -1, -1, 1),
    SPAWNATTR_INIT("posix_spawnattr_init", -1, -1),
    SPAWNATTR_DESTROY("posix_spawnattr_destroy", -1, -1),
    SPAWNATTR_SETFLAGS("posix_spawnattr_setflags", -1, -1),
    SPAWNATTR_SETSIGMASK("posix_spawnattr_setsigmask", -1, -1),
    SPAWNATTR_SETSIGDEFAULT("posix_spawnattr_setsigdefault", -1, -1),
    FILE_ACTIONS_INIT("posix_spawn_file_actions_init", -1, -1),
    FILE_ACTIONS_DESTROY("posix_spawn_file_actions_destroy", -1, -1),
    FILE_ACTIONS_ADDDUP2("posix_spawn_file_actions_adddup2", -1, -1),
    FILE_ACTIONS_ADDCLOSE("posix_spawn_file_actions_addclose", -1, -1),
    FILE_ACTIONS_ADDCHDIR("posix_spawn_file_actions_addchdir_np", -1, -1, 1),
    FILE_ACTIONS_ADDCLOSEFROM("posix_spawn_file_actions_addclosefrom_np", -1, -1);

    /** How the kernel calls it. */
    final String text;

    /** The number on this processor; negative for a function of the C library. */
    final int number;

    /** Whether an interrupted call is simply made again; see the package's text. */
    final boolean repeats;

    /** A bit for each argument, from 0, that is the address of a name. */
    private final int names;

    Call(String text, int x86, int aarch64, int... names) {
        this(text, x86, aarch64, true, names);
    }

    Call(String text, int x86, int aarch64, boolean repeats, int... names) {
        this.text = text;
        this.number = Arch.pick(x86, aarch64);
        this.repeats = repeats;
        int bits = 0;
        for (int name : names) {
            bits |= 1 << name;
        }
        this.names = bits;
    }

    /** Whether the argument of this index, from 0, is the address of a name. */
    boolean isName(int argument) {
        return (names >> argument & 1) != 0;
    }
}
