package dev.mica.linux;

import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import java.nio.ByteBuffer;

/**
 * System calls for a loop that must not allocate. A name is the first bytes of an array, data lies
 * in {@link NativeBuffer}s, and every result is the kernel's own: what it says, or the negative
 * errno; nothing throws. Otherwise as {@link Linux}, through which they all go: close-on-exec
 * always, EINTR made again, a name's last component never followed.
 *
 * <p>For one thread, which keeps it: some 40 KiB outside the heap.
 */
public final class DirectCalls {
    private static final byte[] PROC = {
        '/', 'p', 'r', 'o', 'c', '/', 's', 'e', 'l', 'f', '/', 'f', 'd', '/'
    };

    /** Of the descriptor itself. */
    private static final int SYNC_FILE_RANGE_WRITE = 2;

    private static final byte[] NO_NAME = {};

    /** Where the capabilities are, behind their header. */
    private static final int CAPABILITIES = 8;

    private final Linux linux;
    private final Scratch scratch = Scratch.own();
    private final byte[] path = new byte[Scratch.MAX_NAME];
    private final NativeBuffer capabilities = new NativeBuffer(CAPABILITIES + 24);

    /** Whether the kernel has {@code getxattrat} and its like (6.13); found out by the first. */
    private boolean xattrat = true;

    public DirectCalls(Linux linux) {
        this.linux = linux;
    }

    /** The same kernel, for what is rare. */
    public Linux linux() {
        return linux;
    }

    public int openat(int directory, byte[] name, int length, int flags, int mode) {
        scratch.clear();
        long at = scratch.name(name, length);
        return (int) call(Call.OPENAT, directory, at, flags | Flags.O_CLOEXEC, mode);
    }

    /** Opens once more what a descriptor refers to, which may be of {@code O_PATH}. */
    public int reopen(int fd, int flags) {
        scratch.clear();
        long proc = scratch.name(path, descriptor(fd));
        return (int) call(Call.OPENAT, Flags.AT_FDCWD, proc, flags | Flags.O_CLOEXEC, 0);
    }

    public int close(int fd) {
        scratch.clear();
        return (int) call(Call.CLOSE, fd, 0, 0, 0);
    }

    public int read(int fd, NativeBuffer target, int at, int length) {
        scratch.clear();
        return (int) call(Call.READ, fd, target.address(at, length), length, 0);
    }

    public int write(int fd, NativeBuffer source, int at, int length) {
        scratch.clear();
        return (int) call(Call.WRITE, fd, source.address(at, length), length, 0);
    }

    public int pread(int fd, NativeBuffer target, int at, int length, long offset) {
        scratch.clear();
        return (int) call(Call.PREAD64, fd, target.address(at, length), length, offset);
    }

    /** As {@link #pread}, of what is in memory already; EAGAIN where the disk would be asked. */
    public int preadCached(int fd, NativeBuffer target, int at, int length, long offset) {
        scratch.clear();
        int vector = scratch.reserve(16);
        scratch.memory.putLong(vector, target.address(at, length));
        scratch.memory.putLong(vector + 8, length);
        long where = scratch.address(vector);
        return (int)
                invoke(linux, scratch, Call.PREADV2, fd, where, 1, offset, 0, Flags.RWF_NOWAIT);
    }

    public int pwrite(int fd, NativeBuffer source, int at, int length, long offset) {
        scratch.clear();
        return (int) call(Call.PWRITE64, fd, source.address(at, length), length, offset);
    }

    public long lseek(int fd, long offset, int whence) {
        scratch.clear();
        return call(Call.LSEEK, fd, offset, whence, 0);
    }

    /** An offset of -1 is the descriptor's own. */
    public long copyFileRange(int from, long fromOffset, int to, long toOffset, long length) {
        scratch.clear();
        int at = scratch.reserve(16);
        scratch.memory.putLong(at, fromOffset);
        scratch.memory.putLong(at + 8, toOffset);
        return invoke(
                linux,
                scratch,
                Call.COPY_FILE_RANGE,
                from,
                fromOffset < 0 ? 0L : scratch.address(at),
                to,
                toOffset < 0 ? 0L : scratch.address(at + 8),
                length,
                0);
    }

    public int ftruncate(int fd, long size) {
        scratch.clear();
        return (int) call(Call.FTRUNCATE, fd, size, 0, 0);
    }

    public int fallocate(int fd, int mode, long offset, long length) {
        scratch.clear();
        return (int) call(Call.FALLOCATE, fd, mode, offset, length);
    }

    public int fsync(int fd) {
        scratch.clear();
        return (int) call(Call.FSYNC, fd, 0, 0, 0);
    }

    public int fdatasync(int fd) {
        scratch.clear();
        return (int) call(Call.FDATASYNC, fd, 0, 0, 0);
    }

    /** Has the system begin to write a range's changed pages, and waits for none of them. */
    public int startWriteBack(int fd, long offset, long length) {
        scratch.clear();
        return (int) call(Call.SYNC_FILE_RANGE, fd, offset, length, SYNC_FILE_RANGE_WRITE);
    }

    /** {@code ioctl(2)} with a plain argument. */
    public int ioctl(int fd, long request, long argument) {
        scratch.clear();
        return (int) call(Call.IOCTL, fd, request, argument, 0);
    }

    /** {@code ioctl(2)} that reads and writes a buffer's bytes from an offset. */
    public int ioctl(int fd, long request, NativeBuffer argument, int at, int length) {
        scratch.clear();
        return (int) call(Call.IOCTL, fd, request, argument.address(at, length), 0);
    }

    /** {@code statx(2)} of a name. */
    public int statx(int directory, byte[] name, int length, StatBuffer target) {
        scratch.clear();
        long at = scratch.name(name, length);
        return statx(directory, at, Flags.AT_SYMLINK_NOFOLLOW, target);
    }

    /** {@code statx(2)} of a descriptor. */
    public int fstat(int fd, StatBuffer target) {
        scratch.clear();
        return statx(fd, scratch.name(NO_NAME, 0), Flags.AT_EMPTY_PATH, target);
    }

    private int statx(int directory, long name, int flags, StatBuffer target) {
        long to = target.address();
        return (int)
                invoke(
                        linux,
                        scratch,
                        Call.STATX,
                        directory,
                        name,
                        flags,
                        Flags.STATX_BASIC_STATS | Flags.STATX_BTIME,
                        to);
    }

    public int getdents64(int fd, NativeBuffer target) {
        scratch.clear();
        int size = target.size();
        return (int) call(Call.GETDENTS64, fd, target.address(0, size), size, 0);
    }

    public int readlinkat(
            int directory, byte[] name, int length, NativeBuffer target, int at, int room) {
        scratch.clear();
        long link = scratch.name(name, length);
        return (int) call(Call.READLINKAT, directory, link, target.address(at, room), room);
    }

    public int mkdirat(int directory, byte[] name, int length, int mode) {
        scratch.clear();
        return (int) call(Call.MKDIRAT, directory, scratch.name(name, length), mode, 0);
    }

    /** As {@code mknodat(2)}: the device's major and minor as one, as there. */
    public int mknodat(int directory, byte[] name, int length, int mode, int device) {
        scratch.clear();
        long at = scratch.name(name, length);
        return (int) call(Call.MKNODAT, directory, at, mode, Integer.toUnsignedLong(device));
    }

    public int symlinkat(byte[] target, int targetLength, int directory, byte[] name, int length) {
        scratch.clear();
        long to = scratch.name(target, targetLength);
        return (int) call(Call.SYMLINKAT, to, directory, scratch.name(name, length), 0);
    }

    public int linkat(
            int fromDirectory,
            byte[] from,
            int fromLength,
            int directory,
            byte[] name,
            int length) {
        scratch.clear();
        long old = scratch.name(from, fromLength);
        return (int) call(Call.LINKAT, fromDirectory, old, directory, scratch.name(name, length));
    }

    /** Gives an open descriptor a name: one of {@code O_TMPFILE}, or of a file that has others. */
    public int link(int fd, int directory, byte[] name, int length) {
        scratch.clear();
        long old = scratch.name(path, descriptor(fd));
        long at = scratch.name(name, length);
        return (int)
                invoke(
                        linux,
                        scratch,
                        Call.LINKAT,
                        Flags.AT_FDCWD,
                        old,
                        directory,
                        at,
                        Flags.AT_SYMLINK_FOLLOW);
    }

    public int unlinkat(int directory, byte[] name, int length, int flags) {
        scratch.clear();
        return (int) call(Call.UNLINKAT, directory, scratch.name(name, length), flags, 0);
    }

    public int renameat2(
            int fromDirectory,
            byte[] from,
            int fromLength,
            int directory,
            byte[] name,
            int length,
            int flags) {
        scratch.clear();
        long old = scratch.name(from, fromLength);
        long at = scratch.name(name, length);
        return (int)
                invoke(linux, scratch, Call.RENAMEAT2, fromDirectory, old, directory, at, flags);
    }

    /** Of the descriptor itself where the length is 0. An id of -1 stays. */
    public int fchownat(int directory, byte[] name, int length, int uid, int gid) {
        scratch.clear();
        long at = scratch.name(name, length);
        int flags = length == 0 ? Flags.AT_EMPTY_PATH : Flags.AT_SYMLINK_NOFOLLOW;
        return (int) invoke(linux, scratch, Call.FCHOWNAT, directory, at, uid, gid, flags);
    }

    public int fchown(int fd, int uid, int gid) {
        scratch.clear();
        return (int) call(Call.FCHOWN, fd, uid, gid, 0);
    }

    /**
     * {@code fchmodat2(2)}, of the descriptor itself where the length is 0; before Linux 6.6 by a
     * descriptor of {@code O_PATH}.
     */
    public int fchmodat(int directory, byte[] name, int length, int mode) {
        if (length == 0) {
            return chmodDescriptor(directory, mode);
        }
        scratch.clear();
        long at = scratch.name(name, length);
        long result = call(Call.FCHMODAT2, directory, at, mode, Flags.AT_SYMLINK_NOFOLLOW);
        if (result != -Errno.ENOSYS) {
            return (int) result;
        }
        int fd = openat(directory, name, length, Flags.O_PATH | Flags.O_NOFOLLOW, 0);
        if (fd < 0) {
            return fd;
        }
        int changed = chmodDescriptor(fd, mode);
        close(fd);
        return changed;
    }

    private int chmodDescriptor(int fd, int mode) {
        scratch.clear();
        long proc = scratch.name(path, descriptor(fd));
        return (int) call(Call.FCHMODAT, Flags.AT_FDCWD, proc, mode, 0);
    }

    public int fchmod(int fd, int mode) {
        scratch.clear();
        return (int) call(Call.FCHMOD, fd, mode, 0, 0);
    }

    /**
     * {@code utimensat(2)} of a name, or of the descriptor itself where the length is 0. The
     * nanoseconds may be {@code UTIME_NOW} or {@code UTIME_OMIT}.
     */
    public int utimensat(
            int directory,
            byte[] name,
            int length,
            long accessSeconds,
            long accessNanos,
            long modifySeconds,
            long modifyNanos) {
        scratch.clear();
        long at = scratch.name(name, length);
        int times = scratch.reserve(32);
        scratch.memory.putLong(times, accessSeconds);
        scratch.memory.putLong(times + 8, accessNanos);
        scratch.memory.putLong(times + 16, modifySeconds);
        scratch.memory.putLong(times + 24, modifyNanos);
        int flags = length == 0 ? Flags.AT_EMPTY_PATH : Flags.AT_SYMLINK_NOFOLLOW;
        return (int) call(Call.UTIMENSAT, directory, at, scratch.address(times), flags);
    }

    /**
     * How long the value is, of the descriptor itself where the name's length is 0; into nothing
     * where {@code room} is 0.
     */
    public int getxattr(
            int directory,
            byte[] name,
            int length,
            byte[] attribute,
            NativeBuffer target,
            int at,
            int room) {
        if (xattrat && length > 0) {
            scratch.clear();
            long subject = scratch.name(name, length);
            long key = scratch.name(attribute, attribute.length);
            int args = arguments(target, at, room, 0);
            long result = at(Call.GETXATTRAT, directory, subject, key, args);
            if (result != -Errno.ENOSYS) {
                return (int) result;
            }
            xattrat = false;
        }
        scratch.clear();
        long subject = scratch.name(path, below(directory, name, length));
        long key = scratch.name(attribute, attribute.length);
        return (int)
                call(
                        length == 0 ? Call.GETXATTR : Call.LGETXATTR,
                        subject,
                        key,
                        target.address(at, room),
                        room);
    }

    public int setxattr(
            int directory,
            byte[] name,
            int length,
            byte[] attribute,
            NativeBuffer source,
            int at,
            int size,
            int flags) {
        if (xattrat && length > 0) {
            scratch.clear();
            long subject = scratch.name(name, length);
            long key = scratch.name(attribute, attribute.length);
            int args = arguments(source, at, size, flags);
            long result = at(Call.SETXATTRAT, directory, subject, key, args);
            if (result != -Errno.ENOSYS) {
                return (int) result;
            }
            xattrat = false;
        }
        scratch.clear();
        long subject = scratch.name(path, below(directory, name, length));
        long key = scratch.name(attribute, attribute.length);
        return (int)
                invoke(
                        linux,
                        scratch,
                        length == 0 ? Call.SETXATTR : Call.LSETXATTR,
                        subject,
                        key,
                        source.address(at, size),
                        size,
                        flags);
    }

    public int removexattr(int directory, byte[] name, int length, byte[] attribute) {
        if (xattrat && length > 0) {
            scratch.clear();
            long subject = scratch.name(name, length);
            long key = scratch.name(attribute, attribute.length);
            int flags = Flags.AT_SYMLINK_NOFOLLOW;
            long result = call(Call.REMOVEXATTRAT, directory, subject, flags, key);
            if (result != -Errno.ENOSYS) {
                return (int) result;
            }
            xattrat = false;
        }
        scratch.clear();
        long subject = scratch.name(path, below(directory, name, length));
        return (int)
                call(
                        length == 0 ? Call.REMOVEXATTR : Call.LREMOVEXATTR,
                        subject,
                        scratch.name(attribute, attribute.length),
                        0,
                        0);
    }

    /** The attributes' names, each with a NUL behind it; how many bytes they take. */
    public int listxattr(
            int directory, byte[] name, int length, NativeBuffer target, int at, int room) {
        if (xattrat && length > 0) {
            scratch.clear();
            long subject = scratch.name(name, length);
            long result =
                    invoke(
                            linux,
                            scratch,
                            Call.LISTXATTRAT,
                            directory,
                            subject,
                            Flags.AT_SYMLINK_NOFOLLOW,
                            room == 0 ? 0L : target.address(at, room),
                            room);
            if (result != -Errno.ENOSYS) {
                return (int) result;
            }
            xattrat = false;
        }
        scratch.clear();
        long subject = scratch.name(path, below(directory, name, length));
        long to = room == 0 ? 0L : target.address(at, room);
        return (int) call(length == 0 ? Call.LISTXATTR : Call.LLISTXATTR, subject, to, room, 0);
    }

    public int fgetxattr(int fd, byte[] attribute, NativeBuffer target, int at, int room) {
        scratch.clear();
        long key = scratch.name(attribute, attribute.length);
        long to = room == 0 ? 0L : target.address(at, room);
        return (int) call(Call.FGETXATTR, fd, key, to, room);
    }

    public int fsetxattr(
            int fd, byte[] attribute, NativeBuffer source, int at, int size, int flags) {
        scratch.clear();
        long key = scratch.name(attribute, attribute.length);
        return (int)
                invoke(
                        linux,
                        scratch,
                        Call.FSETXATTR,
                        fd,
                        key,
                        source.address(at, size),
                        size,
                        flags);
    }

    /**
     * {@code name_to_handle_at(2)}: the handle's type and bytes, from an offset on: how many bytes
     * they are, or the negative errno.
     */
    public int nameToHandle(
            int directory, byte[] name, int length, NativeBuffer target, int at, int room) {
        scratch.clear();
        long subject = scratch.name(name, length);
        target.bytes().putInt(at, room - 8);
        int mount = scratch.reserve(8);
        long result =
                invoke(
                        linux,
                        scratch,
                        Call.NAME_TO_HANDLE_AT,
                        directory,
                        subject,
                        target.address(at, room),
                        scratch.address(mount),
                        length == 0 ? Flags.AT_EMPTY_PATH : 0);
        return result < 0 ? (int) result : 8 + target.bytes().getInt(at);
    }

    /** {@code open_by_handle_at(2)} of what {@link #nameToHandle} told. */
    public int openByHandle(int mount, NativeBuffer handle, int at, int length, int flags) {
        scratch.clear();
        long where = handle.address(at, length);
        return (int) call(Call.OPEN_BY_HANDLE_AT, mount, where, flags | Flags.O_CLOEXEC, 0);
    }

    /**
     * Has this thread run on that processor alone: {@code sched_setaffinity(2)}. EINVAL where it
     * may not.
     */
    public int runOn(int processor) {
        scratch.clear();
        int bytes = (processor / 64 + 1) * 8;
        int mask = scratch.reserveZeroed(bytes);
        scratch.memory.putLong(mask + processor / 64 * 8, 1L << processor);
        return (int) call(Call.SCHED_SETAFFINITY, 0, bytes, scratch.address(mask), 0);
    }

    /**
     * This thread's nice value: {@code setpriority(2)}. EACCES for a lower one where it may not.
     */
    public int nice(int value) {
        scratch.clear();
        return (int) call(Call.SETPRIORITY, 0, 0, value, 0);
    }

    /** Any call that takes no name. */
    long plain(Call call, long a1, long a2, long a3, long a4) {
        scratch.clear();
        return call(call, a1, a2, a3, a4);
    }

    /** {@code prctl(2)}. */
    public int prctl(int option, long argument) {
        scratch.clear();
        return (int) call(Call.PRCTL, option, argument, 0, 0);
    }

    /**
     * Has the thread act without a capability, or with it again. What else it may do is asked of
     * the kernel once: nobody but this may change it.
     */
    public int capability(int number, boolean has) {
        ByteBuffer own = capabilities.bytes();
        long header = capabilities.address(0, CAPABILITIES + 24);
        if (own.getInt(0) == 0) {
            // struct __user_cap_header_struct, version 3, this thread; the data lies behind it
            own.putInt(0, 0x20080522);
            call(Call.CAPGET, header, header + CAPABILITIES, 0, 0);
        }
        int at = CAPABILITIES + number / 32 * 12;
        int bit = 1 << number;
        int permitted = own.getInt(at + 4);
        own.putInt(at, has ? own.getInt(at) | (permitted & bit) : own.getInt(at) & ~bit);
        return (int) call(Call.CAPSET, header, header + CAPABILITIES, 0, 0);
    }

    /** As whom this thread makes files; its capabilities stay where its securebits say so. */
    public void fileOwner(int uid, int gid) {
        scratch.clear();
        call(Call.SETFSGID, gid, 0, 0, 0);
        call(Call.SETFSUID, uid, 0, 0, 0);
    }

    /** {@code struct xattr_args}. */
    private int arguments(NativeBuffer buffer, int at, int size, int flags) {
        int args = scratch.reserve(16);
        scratch.memory.putLong(args, size == 0 ? 0L : buffer.address(at, size));
        scratch.memory.putInt(args + 8, size);
        scratch.memory.putInt(args + 12, flags);
        return args;
    }

    private long at(Call call, int directory, long subject, long key, int arguments) {
        return invoke(
                linux,
                scratch,
                call,
                directory,
                subject,
                Flags.AT_SYMLINK_NOFOLLOW,
                key,
                scratch.address(arguments),
                16);
    }

    private long call(Call call, long a1, long a2, long a3, long a4) {
        return invoke(linux, scratch, call, a1, a2, a3, a4);
    }

    /** Writes {@code /proc/self/fd/N} to {@link #path}: its length. */
    private int descriptor(int fd) {
        int at = PROC.length;
        System.arraycopy(PROC, 0, path, 0, at);
        int scale = 1;
        while (fd / scale >= 10) {
            scale *= 10;
        }
        for (; scale > 0; scale /= 10) {
            path[at++] = (byte) ('0' + fd / scale % 10);
        }
        return at;
    }

    /** The path of a name below a descriptor, or of the descriptor itself. */
    private int below(int directory, byte[] name, int length) {
        int at = descriptor(directory);
        if (length == 0) {
            return at;
        }
        path[at++] = '/';
        System.arraycopy(name, 0, path, at, length);
        return at + length;
    }
}
