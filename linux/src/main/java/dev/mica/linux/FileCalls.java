package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Opening files, and what is done through a descriptor. */
interface FileCalls extends Kernel {
    /** Bytes of a heap buffer moved by one call; a longer one is a short read or write. */
    int HEAP_CHUNK = 16 * 1024;

    /**
     * {@code openat(2)}, close-on-exec: the descriptor, or the negative errno. Follows symbolic
     * links in the name; a name that comes from an archive or a container goes through {@link
     * Root}.
     */
    default int openat(int directory, String name, int flags, int mode) {
        try (Scratch s = Scratch.take()) {
            return (int)
                    invoke(
                            this,
                            s,
                            Call.OPENAT,
                            directory,
                            s.name(name),
                            flags | Flags.O_CLOEXEC,
                            mode);
        }
    }

    /**
     * {@code openat2(2)}, close-on-exec: the descriptor, or the negative errno. {@code EAGAIN},
     * which the kernel answers when a rename elsewhere made its check uncertain, is tried again
     * here.
     *
     * @param resolve the {@code RESOLVE_} flags; see {@link Flags}
     */
    default int openat2(int directory, String name, int flags, int mode, long resolve) {
        int attempts = 0;
        long result;
        try (Scratch s = Scratch.take()) {
            long address = s.name(name);
            int how = s.reserve(24);
            // the kernel refuses O_PATH with flags it would ignore, and a mode without O_CREAT
            s.memory.putLong(how, Integer.toUnsignedLong(flags | Flags.O_CLOEXEC));
            s.memory.putLong(how + 8, mode);
            s.memory.putLong(how + 16, resolve);
            do {
                result = invoke(this, s, Call.OPENAT2, directory, address, s.address(how), 24);
                attempts++;
            } while (result == -Errno.EAGAIN && attempts < 128);
        }
        return (int) result;
    }

    /** {@code close(2)}. The descriptor is gone also when this throws: never close it again. */
    default void close(int fd) {
        try (Scratch s = Scratch.take()) {
            long result = invoke(this, s, Call.CLOSE, fd);
            if (result != -Errno.EINTR) {
                check(result, Call.CLOSE, "fd " + fd);
            }
        }
    }

    /**
     * {@code read(2)} into the buffer's remaining bytes, advancing its position: how many came, 0
     * at the end, or the negative errno. A heap buffer gets at most {@link #HEAP_CHUNK} a call.
     */
    default int read(int fd, ByteBuffer target) {
        return Transfer.in(this, Call.READ, fd, target, 0L);
    }

    /** {@code pread(2)}: as {@link #read}, from an offset in bytes. */
    default int pread(int fd, ByteBuffer target, long offset) {
        return Transfer.in(this, Call.PREAD64, fd, target, offset);
    }

    /**
     * {@code write(2)} of the buffer's remaining bytes, advancing its position: how many went, or
     * the negative errno. A heap buffer gives at most {@link #HEAP_CHUNK} a call.
     */
    default int write(int fd, ByteBuffer source) {
        return Transfer.out(this, Call.WRITE, fd, source, 0L);
    }

    /** {@code pwrite(2)}: as {@link #write}, to an offset in bytes. */
    default int pwrite(int fd, ByteBuffer source, long offset) {
        return Transfer.out(this, Call.PWRITE64, fd, source, offset);
    }

    /**
     * {@code lseek(2)}: the new offset, or the negative errno ({@code ENXIO}: {@code SEEK_DATA}
     * found no more).
     */
    default long lseek(int fd, long offset, int whence) {
        try (Scratch s = Scratch.take()) {
            return invoke(this, s, Call.LSEEK, fd, offset, whence);
        }
    }

    /** {@code ftruncate(2)} to a size in bytes. */
    default void ftruncate(int fd, long size) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.FTRUNCATE, fd, size), Call.FTRUNCATE, fd);
        }
    }

    /** {@code fallocate(2)}. */
    default void fallocate(int fd, int mode, long offset, long length) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.FALLOCATE, fd, mode, offset, length), Call.FALLOCATE, fd);
        }
    }

    /**
     * {@code copy_file_range(2)}: how many bytes were copied, or the negative errno ({@code EXDEV},
     * {@code EINVAL}, {@code EOPNOTSUPP}: copy another way).
     *
     * @param fromOffset in bytes; negative for the descriptor's own, which then moves; so {@code
     *     toOffset}
     */
    default long copyFileRange(int from, long fromOffset, int to, long toOffset, long length) {
        try (Scratch s = Scratch.take()) {
            long in = offset(s, fromOffset);
            long out = offset(s, toOffset);
            return invoke(this, s, Call.COPY_FILE_RANGE, from, in, to, out, length, 0);
        }
    }

    /**
     * {@code sendfile(2)}: how many bytes went, or the negative errno.
     *
     * @param offset where to read, in bytes; negative for the descriptor's own, which then moves
     */
    default long sendfile(int to, int from, long offset, long count) {
        try (Scratch s = Scratch.take()) {
            return invoke(this, s, Call.SENDFILE, to, from, offset(s, offset), count);
        }
    }

    private static long offset(Scratch s, long offset) {
        if (offset < 0) {
            return 0L;
        }
        int at = s.reserve(8);
        s.memory.putLong(at, offset);
        return s.address(at);
    }

    /** The {@code FICLONE} ioctl: 0, or the negative errno where the file system cannot. */
    default int ficlone(int to, int from) {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.IOCTL, to, Flags.FICLONE, from);
        }
    }

    /** {@code ioctl(2)} with a plain argument: its result. */
    default int ioctl(int fd, long request, long argument) {
        try (Scratch s = Scratch.take()) {
            return (int) check(invoke(this, s, Call.IOCTL, fd, request, argument), Call.IOCTL, fd);
        }
    }

    /** {@code ioctl(2)} that takes the address of an int: its result. */
    default int ioctlPointer(int fd, long request, int value) {
        try (Scratch s = Scratch.take()) {
            int at = s.reserve(8);
            s.memory.putInt(at, value);
            long result = invoke(this, s, Call.IOCTL, fd, request, s.address(at));
            return (int) check(result, Call.IOCTL, fd);
        }
    }

    /** {@code fsync(2)}: a file's data, or a directory's names, are on disk. */
    default void fsync(int fd) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.FSYNC, fd), Call.FSYNC, fd);
        }
    }

    /** {@code fdatasync(2)}. */
    default void fdatasync(int fd) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.FDATASYNC, fd), Call.FDATASYNC, fd);
        }
    }

    /** {@code syncfs(2)}: all that the descriptor's file system holds is on disk. */
    default void syncfs(int fd) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.SYNCFS, fd), Call.SYNCFS, fd);
        }
    }

    /** {@code flock(2)}: 0, or the negative errno ({@code EAGAIN}: held by another). */
    default int flock(int fd, int operation) {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.FLOCK, fd, operation);
        }
    }

    /** {@code fcntl(2)} with a plain argument: its result. */
    default int fcntl(int fd, int command, long argument) {
        try (Scratch s = Scratch.take()) {
            return (int) check(invoke(this, s, Call.FCNTL, fd, command, argument), Call.FCNTL, fd);
        }
    }

    /**
     * {@code pipe2(2)}: the descriptor to read, then the one to write.
     *
     * @param flags {@code O_CLOEXEC} is added
     */
    default int[] pipe2(int flags) {
        try (Scratch s = Scratch.take()) {
            int at = s.reserve(8);
            check(
                    invoke(this, s, Call.PIPE2, s.address(at), flags | Flags.O_CLOEXEC),
                    Call.PIPE2,
                    "");
            return new int[] {s.memory.getInt(at), s.memory.getInt(at + 4)};
        }
    }

    /**
     * {@code ppoll(2)}: how many of the set are ready; 0 when the time is over. Interrupted, it
     * waits on for the time that is left. Blocks in native code: from a platform thread.
     *
     * @param timeoutMillis negative for no end
     */
    default int poll(PollSet set, long timeoutMillis) {
        try (Scratch s = Scratch.take()) {
            long timeout = 0L;
            if (timeoutMillis >= 0) {
                int at = s.reserve(16);
                s.memory.putLong(at, timeoutMillis / 1000);
                s.memory.putLong(at + 8, timeoutMillis % 1000 * 1_000_000);
                timeout = s.address(at);
            }
            long result = invoke(this, s, Call.PPOLL, set.address(), set.size(), timeout, 0, 8);
            return (int) check(result, Call.PPOLL, "");
        } finally {
            Reference.reachabilityFence(set);
        }
    }
}
