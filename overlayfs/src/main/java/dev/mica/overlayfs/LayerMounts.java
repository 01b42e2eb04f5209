package dev.mica.overlayfs;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.DirectCalls;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.NativeBuffer;
import dev.mica.linux.Statx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mounts of the layers that nobody else sees, as the kernel's overlayfs makes them. A lower is
 * read-only there, and reading it changes no access time; in the upper those change as the union's
 * own flags say. What is mounted below a layer is not part of it. The layer's own mount can be
 * ended meanwhile.
 *
 * <p>Where the kernel allows no such mount (without CAP_SYS_ADMIN, or in a user namespace that may
 * not see what another mount hides) the layer is used as it is.
 */
final class LayerMounts {
    private static final byte[] DOT = {'.'};
    private static final int HANDLE = 8 + 128;
    private static final int OPEN = Flags.O_DIRECTORY;
    private static final int UP = Flags.O_PATH | Flags.O_DIRECTORY;

    private final Linux linux;
    private final DirectCalls calls;

    LayerMounts(Linux linux) {
        this.linux = linux;
        this.calls = new DirectCalls(linux);
    }

    /**
     * Has layers reached by mounts of their own, in place.
     *
     * @param roots the layers' directories; where there is an upper it is the first, and the
     *     workdir the last
     * @param flags the union's, as {@code MS_} bits
     */
    void take(List<Fd> roots, boolean hasUpper, long flags) {
        int upper = hasUpper ? 1 : 0;
        int last = roots.size() - upper;
        for (int i = upper; i < last; i++) {
            lower(roots, i);
        }
        if (hasUpper) {
            writable(roots, last, flags);
        }
    }

    private void lower(List<Fd> roots, int at) {
        long attributes = Flags.MOUNT_ATTR_RDONLY | Flags.MOUNT_ATTR_NOATIME;
        Fd root = mount(roots.get(at), attributes);
        if (root != null) {
            roots.set(at, root).close();
        }
    }

    /** The upper and the workdir, by one mount, so that names can be moved between them. */
    private void writable(List<Fd> roots, int work, long flags) {
        long attributes =
                ((flags & Flags.MS_NOATIME) != 0 ? Flags.MOUNT_ATTR_NOATIME : 0)
                        | ((flags & Flags.MS_STRICTATIME) != 0 ? Flags.MOUNT_ATTR_STRICTATIME : 0)
                        | ((flags & Flags.MS_NODIRATIME) != 0 ? Flags.MOUNT_ATTR_NODIRATIME : 0);
        try (Fd top = top(roots.getFirst());
                Fd mount = mount(top, attributes)) {
            if (mount == null) {
                return;
            }
            Fd upper = again(mount, roots.getFirst());
            Fd outer = upper == null ? null : again(mount, roots.get(work));
            if (upper != null && outer != null) {
                roots.set(0, upper).close();
                roots.set(work, outer).close();
            } else if (upper != null) {
                upper.close();
            }
        }
    }

    /** A directory by another mount. */
    private @Nullable Fd mount(Fd directory, long attributes) {
        int mount = linux.privateMount(directory.number(), attributes);
        if (mount < 0) {
            return null;
        }
        try (Fd path = new Fd(linux, mount)) {
            return open(path, ".", OPEN);
        }
    }

    /** The topmost directory that a directory's mount shows to this process. */
    private Fd top(Fd directory) {
        Fd at = open(directory, ".", UP);
        Statx stat = linux.fstat(at.number());
        while (!stat.isMountRoot()) {
            Fd above = open(at, "..", UP);
            Statx next = linux.fstat(above.number());
            at.close();
            at = above;
            if (next.ino() == stat.ino()) {
                break; // the root of this process is its own parent
            }
            stat = next;
        }
        return at;
    }

    private Fd open(Fd directory, String name, int flags) {
        int fd = linux.openat(directory.number(), name, flags, 0);
        if (fd < 0) {
            throw new ErrnoException(-fd, "open", name);
        }
        return new Fd(linux, fd);
    }

    /** The same directory, by another mount. */
    private @Nullable Fd again(Fd mount, Fd directory) {
        NativeBuffer handle = new NativeBuffer(HANDLE);
        int size = calls.nameToHandle(directory.number(), DOT, 1, handle, 0, HANDLE);
        int fd = size < 0 ? size : calls.openByHandle(mount.number(), handle, 0, size, OPEN);
        return fd < 0 ? null : new Fd(linux, fd);
    }
}
