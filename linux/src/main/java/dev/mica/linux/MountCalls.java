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
     * {@code open_tree(2)}: a mount of a directory that nobody else sees, of that file system alone
     * and private; it ends with the last descriptor below it.
     *
     * @param attributes {@code MOUNT_ATTR_} bits; those for access times take the place of what it
     *     had
     * @return a descriptor or the negative errno: EPERM without CAP_SYS_ADMIN, EINVAL where
     *     something is mounted below that must not be taken away
     */
    default int privateMount(int directory, long attributes) {
        int mount;
        try (Scratch s = Scratch.take()) {
            int how = Flags.OPEN_TREE_CLONE | Flags.AT_EMPTY_PATH | Flags.O_CLOEXEC;
            mount = (int) invoke(this, s, Call.OPEN_TREE, directory, s.name(""), how);
        }
        if (mount < 0) {
            return mount;
        }
        long result;
        try (Scratch s = Scratch.take()) {
            int at = s.reserveZeroed(32);
            s.memory.putLong(at, attributes);
            s.memory.putLong(at + 8, Flags.MOUNT_ATTR_ATIME | Flags.MOUNT_ATTR_NODIRATIME);
            s.memory.putLong(at + 16, Flags.MS_PRIVATE);
            int how = Flags.AT_EMPTY_PATH;
            long address = s.address(at);
            result = invoke(this, s, Call.MOUNT_SETATTR, mount, s.name(""), how, address, 32);
        }
        if (result < 0) {
            try (Scratch s = Scratch.take()) {
                invoke(this, s, Call.CLOSE, mount);
            }
        }
        return result < 0 ? (int) result : mount;
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
