package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;

/** Mounts and namespaces. {@link Mounts} is what other rooms use. */
interface MountCalls extends Kernel {
    /** What {@code mount(2)} takes of options, in bytes: a page, less its NUL. */
    int MAX_OPTIONS = 4095;

    /**
     * {@code mount(2)}.
     *
     * @param source what is mounted; empty where there is nothing of that kind
     * @param type empty where the flags say it all
     * @param options the file system's own, at most {@link #MAX_OPTIONS} bytes: the kernel would
     *     cut longer ones silently, so they are E2BIG here
     */
    default void mount(String source, String target, String type, long flags, String options) {
        if (Names.encode(options).length > MAX_OPTIONS) {
            throw new ErrnoException(Errno.E2BIG, Call.MOUNT.text, target);
        }
        try (Scratch s = Scratch.take()) {
            long from = s.name(source);
            long to = s.name(target);
            long kind = type.isEmpty() ? 0L : s.name(type);
            long data = options.isEmpty() ? 0L : s.name(options);
            check(invoke(this, s, Call.MOUNT, from, to, kind, flags, data), Call.MOUNT, target);
        }
    }

    /** {@code umount2(2)}. */
    default void umount2(String target, int flags) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.UMOUNT2, s.name(target), flags), Call.UMOUNT2, target);
        }
    }

    /**
     * {@code unshare(2)}: of the calling thread alone, which must be a platform thread that ends
     * afterwards.
     */
    default void unshare(int flags) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.UNSHARE, flags), Call.UNSHARE, "");
        }
    }

    /** {@code setns(2)}: as {@link #unshare}, of the calling thread alone. */
    default void setns(int fd, int type) {
        try (Scratch s = Scratch.take()) {
            check(invoke(this, s, Call.SETNS, fd, type), Call.SETNS, fd);
        }
    }
}
