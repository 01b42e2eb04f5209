package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Names in directories and what is known of them. Only the last component of a name is ever kept
 * from being a symbolic link here; {@link Directory} takes single names, {@link Root} paths.
 */
interface TreeCalls extends Kernel {
    /** {@code mkdirat(2)}. */
    default void mkdirat(int directory, String name, int mode) {
        try (Scratch s = Scratch.take()) {
            long result = invoke(this, s, Call.MKDIRAT, directory, s.name(name), mode);
            check(result, Call.MKDIRAT, directory, name);
        }
    }

    /**
     * {@code mknodat(2)}. Character device 0:0 is a whiteout, and needs no privilege.
     *
     * @param mode type and permissions, such as {@code S_IFCHR | 0600}
     */
    default void mknodat(int directory, String name, int mode, int major, int minor) {
        try (Scratch s = Scratch.take()) {
            long device = Device.join(major, minor);
            long result = invoke(this, s, Call.MKNODAT, directory, s.name(name), mode, device);
            check(result, Call.MKNODAT, directory, name);
        }
    }

    /** {@code symlinkat(2)}: makes {@code name} point to {@code target}. */
    default void symlinkat(String target, int directory, String name) {
        try (Scratch s = Scratch.take()) {
            long result = invoke(this, s, Call.SYMLINKAT, s.name(target), directory, s.name(name));
            check(result, Call.SYMLINKAT, directory, name);
        }
    }

    /**
     * {@code linkat(2)}: one more name.
     *
     * @param flags {@code AT_EMPTY_PATH} with an empty {@code from} links the descriptor itself,
     *     which needs CAP_DAC_READ_SEARCH; 0 links a symbolic link, not what it points to
     */
    default void linkat(int fromDirectory, String from, int directory, String name, int flags) {
        try (Scratch s = Scratch.take()) {
            long old = s.name(from);
            long result =
                    invoke(
                            this,
                            s,
                            Call.LINKAT,
                            fromDirectory,
                            old,
                            directory,
                            s.name(name),
                            flags);
            check(result, Call.LINKAT, directory, name);
        }
    }

    /**
     * {@code unlinkat(2)}.
     *
     * @param flags {@code AT_REMOVEDIR} for an empty directory, else 0
     */
    default void unlinkat(int directory, String name, int flags) {
        try (Scratch s = Scratch.take()) {
            long result = invoke(this, s, Call.UNLINKAT, directory, s.name(name), flags);
            check(result, Call.UNLINKAT, directory, name);
        }
    }

    /**
     * {@code renameat2(2)}.
     *
     * @param flags {@code RENAME_NOREPLACE}, {@code RENAME_EXCHANGE}, {@code RENAME_WHITEOUT}, or 0
     */
    default void renameat2(int fromDirectory, String from, int directory, String name, int flags) {
        try (Scratch s = Scratch.take()) {
            long old = s.name(from);
            long result =
                    invoke(
                            this,
                            s,
                            Call.RENAMEAT2,
                            fromDirectory,
                            old,
                            directory,
                            s.name(name),
                            flags);
            check(result, Call.RENAMEAT2, directory, name);
        }
    }

    /**
     * {@code readlinkat(2)}: what the link says. An empty name reads an {@code O_PATH} descriptor.
     */
    default String readlinkat(int directory, String name) {
        try (Scratch s = Scratch.take()) {
            long address = s.name(name);
            int at = s.reserve(Scratch.MAX_NAME + 1);
            long result =
                    invoke(
                            this,
                            s,
                            Call.READLINKAT,
                            directory,
                            address,
                            s.address(at),
                            Scratch.MAX_NAME + 1);
            byte[] target = new byte[(int) check(result, Call.READLINKAT, directory, name)];
            s.memory.get(at, target);
            return Names.decode(target);
        }
    }

    /**
     * {@code getdents64(2)}: fills a direct buffer from its start, and sets its limit to what came;
     * nothing remains at the end. {@link DirectoryReader} takes it apart.
     */
    default void getdents64(int fd, ByteBuffer target) {
        target.clear();
        try (Scratch s = Scratch.take()) {
            long address = Buffers.address(target);
            long result = invoke(this, s, Call.GETDENTS64, fd, address, target.capacity());
            target.limit((int) check(result, Call.GETDENTS64, fd));
        } finally {
            Reference.reachabilityFence(target);
        }
    }

    /**
     * {@code statx(2)}: 0, or the negative errno. Never follows the last component unless asked.
     *
     * @param flags {@code AT_EMPTY_PATH} for the descriptor itself, {@code AT_SYMLINK_FOLLOW}
     *     (which stands for the absence of {@code AT_SYMLINK_NOFOLLOW}), or 0
     */
    default int statx(int directory, String name, int flags, StatBuffer target) {
        try (Scratch s = Scratch.take()) {
            return statx(s, directory, name, flags, target);
        } finally {
            Reference.reachabilityFence(target);
        }
    }

    private int statx(Scratch s, int directory, String name, int flags, StatBuffer target) {
        int how =
                (flags & Flags.AT_SYMLINK_FOLLOW) != 0
                        ? flags & ~Flags.AT_SYMLINK_FOLLOW
                        : flags | Flags.AT_SYMLINK_NOFOLLOW;
        long to = target.address();
        return (int) invoke(this, s, Call.STATX, directory, s.name(name), how, StatBuffer.MASK, to);
    }

    /** {@code statx(2)} as a record: throws when there is nothing. */
    default Statx statx(int directory, String name, int flags) {
        try (Scratch s = Scratch.take()) {
            StatBuffer stat = new StatBuffer(s);
            check(statx(s, directory, name, flags, stat), Call.STATX, directory, name);
            return stat.toStatx();
        }
    }

    /** As {@link #statx(int, String, int)} of a name that is not followed; empty without it. */
    default Optional<Statx> findat(int directory, String name) {
        try (Scratch s = Scratch.take()) {
            StatBuffer stat = new StatBuffer(s);
            int result = statx(s, directory, name, 0, stat);
            if (result == -Errno.ENOENT) {
                return Optional.empty();
            }
            check(result, Call.STATX, directory, name);
            return Optional.of(stat.toStatx());
        }
    }

    /** {@code statx(2)} of an open descriptor. */
    default Statx fstat(int fd) {
        return statx(fd, "", Flags.AT_EMPTY_PATH);
    }

    /** {@code statfs(2)}. */
    default Statfs statfs(String path) {
        try (Scratch s = Scratch.take()) {
            long address = s.name(path);
            int at = s.reserve(Statfs.SIZE);
            check(invoke(this, s, Call.STATFS, address, s.address(at)), Call.STATFS, path);
            return Statfs.read(s.memory, at);
        }
    }

    /** {@code fstatfs(2)}. */
    default Statfs fstatfs(int fd) {
        try (Scratch s = Scratch.take()) {
            int at = s.reserve(Statfs.SIZE);
            check(invoke(this, s, Call.FSTATFS, fd, s.address(at)), Call.FSTATFS, fd);
            return Statfs.read(s.memory, at);
        }
    }

    /** {@code fchownat(2)}, of a symbolic link itself. -1 leaves an id alone. */
    default void fchownat(int directory, String name, int uid, int gid) {
        int flags = Flags.AT_SYMLINK_NOFOLLOW | (name.isEmpty() ? Flags.AT_EMPTY_PATH : 0);
        try (Scratch s = Scratch.take()) {
            long result = invoke(this, s, Call.FCHOWNAT, directory, s.name(name), uid, gid, flags);
            check(result, Call.FCHOWNAT, directory, name);
        }
    }

    /** {@code fchown(2)}. -1 leaves an id alone. */
    default void fchown(int fd, int uid, int gid) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.FCHOWN, fd, uid, gid), Call.FCHOWN, fd);
        }
    }

    /** {@code fchmod(2)}: the twelve permission bits. */
    default void fchmod(int fd, int mode) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.FCHMOD, fd, mode), Call.FCHMOD, fd);
        }
    }

    /**
     * Sets the permissions of a name that is not followed: {@code fchmodat2(2)}, and before Linux
     * 6.6 {@code fchmodat(2)} through {@code /proc/self/fd}. A symbolic link has none: EOPNOTSUPP.
     */
    default void fchmodat(int directory, String name, int mode) {
        try (Scratch s = Scratch.take()) {
            int flags = Flags.AT_SYMLINK_NOFOLLOW | (name.isEmpty() ? Flags.AT_EMPTY_PATH : 0);
            long address = s.name(name);
            long result = invoke(this, s, Call.FCHMODAT2, directory, address, mode, flags);
            if (result == -Errno.ENOSYS) {
                result = chmodByProc(s, directory, name, mode);
            }
            check(result, Call.FCHMODAT, directory, name);
        }
    }

    private long chmodByProc(Scratch s, int directory, String name, int mode) {
        if (name.isEmpty()) {
            return invoke(
                    this, s, Call.FCHMODAT, Flags.AT_FDCWD, s.name(Paths.proc(directory)), mode);
        }
        int flags = Flags.O_PATH | Flags.O_NOFOLLOW | Flags.O_CLOEXEC;
        long fd = invoke(this, s, Call.OPENAT, directory, s.name(name), flags, 0);
        if (fd < 0) {
            return fd;
        }
        long address = s.name(Paths.proc((int) fd));
        long result = invoke(this, s, Call.FCHMODAT, Flags.AT_FDCWD, address, mode);
        invoke(this, s, Call.CLOSE, fd);
        return result;
    }

    /**
     * {@code utimensat(2)}, of a symbolic link itself. Seconds count from 1970 and may be negative;
     * nanoseconds are 0 to 999,999,999, {@code UTIME_NOW} or {@code UTIME_OMIT}.
     */
    default void utimensat(
            int directory,
            String name,
            long accessSeconds,
            long accessNanos,
            long modifySeconds,
            long modifyNanos) {
        try (Scratch s = Scratch.take()) {
            long address = s.name(name);
            int at = s.reserve(32);
            s.memory.putLong(at, accessSeconds);
            s.memory.putLong(at + 8, accessNanos);
            s.memory.putLong(at + 16, modifySeconds);
            s.memory.putLong(at + 24, modifyNanos);
            // a descriptor of its own is meant by no name at all, which every kernel knows
            boolean self = name.isEmpty();
            long result =
                    invoke(
                            this,
                            s,
                            Call.UTIMENSAT,
                            directory,
                            self ? 0L : address,
                            s.address(at),
                            self ? 0 : Flags.AT_SYMLINK_NOFOLLOW);
            check(result, Call.UTIMENSAT, directory, name);
        }
    }

    /** {@code chdir(2)}: of the process, or of a thread that has unshared {@code CLONE_FS}. */
    default void chdir(String path) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.CHDIR, s.name(path)), Call.CHDIR, path);
        }
    }

    /** {@code umask(2)}: sets it for the whole process, and answers the one before. */
    default int umask(int mask) {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.UMASK, mask);
        }
    }
}
