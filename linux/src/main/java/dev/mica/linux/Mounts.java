package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mounts: which there are, and making and ending them. Needs CAP_SYS_ADMIN for the latter. Paths
 * are our own, absolute ones, without symbolic links where they are compared. Errors are {@link
 * ErrnoException}s that name the mount point. Safe for several threads.
 */
public final class Mounts {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

    private final Linux linux;

    public Mounts(Linux linux) {
        this.linux = linux;
    }

    /**
     * All mounts that this process sees, in the order they lie on one another. Costs some 10 µs a
     * hundred mounts; the kernel takes its mount lock for it.
     */
    public List<MountInfo> list() {
        try {
            return MountInfo.parse(Files.readAllBytes(MOUNTINFO));
        } catch (IOException e) {
            throw new UncheckedIOException("read " + MOUNTINFO + ": is /proc mounted?", e);
        }
    }

    /** The mount on top at exactly this path; empty when it is no mount point. */
    public Optional<MountInfo> at(String mountPoint) {
        MountInfo found = null;
        for (MountInfo mount : list()) {
            if (mount.mountPoint().equals(mountPoint)) {
                found = mount;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Mounts a file system.
     *
     * @param options the file system's own, at most 4095 bytes: more is E2BIG, see {@link
     *     #mountFrom}
     */
    public void mount(String source, String target, String type, long flags, String options) {
        linux.mount(source, target, type, flags, options);
    }

    /**
     * As {@link #mount}, with relative paths in {@code options} and {@code source} taken from
     * {@code directory}: so the options of an overlay of many layers fit a page. Runs on a platform
     * thread of its own that has unshared CLONE_FS, so that nobody else's working directory
     * changes; some 100 µs more. {@code target} is absolute.
     */
    public void mountFrom(
            String directory,
            String source,
            String target,
            String type,
            long flags,
            String options) {
        OwnThread.run(
                "mica-mount",
                () -> {
                    linux.unshare(Flags.CLONE_FS);
                    linux.chdir(directory);
                    linux.mount(source, target, type, flags, options);
                });
    }

    /** Gives a mount other flags ({@code MS_} bits); its file system's own options stay. */
    public void remount(String target, long flags) {
        linux.mount("", target, "", Flags.MS_REMOUNT | flags, "");
    }

    /** Shows a directory or file at another place as well. */
    public void bind(String source, String target) {
        linux.mount(source, target, "", Flags.MS_BIND, "");
    }

    /**
     * Makes a directory a private mount of its own, unless it is a mount point already: then only
     * private. So what is mounted below reaches no other namespace, and what another process mounts
     * over the directory hides nothing here. dockerd does the same with its data-root.
     *
     * @return whether a mount was made, which {@link #unmount} then ends
     */
    public boolean bindPrivate(String directory) {
        boolean made = at(directory).isEmpty();
        if (made) {
            bind(directory, directory);
        }
        makePrivate(directory);
        return made;
    }

    /** Lets no mount below this mount point go to or come from other namespaces. */
    public void makePrivate(String mountPoint) {
        linux.mount("", mountPoint, "", Flags.MS_PRIVATE, "");
    }

    /** Ends a mount; EBUSY while it is in use, EINVAL when nothing is mounted there. */
    public void unmount(String mountPoint) {
        linux.umount2(mountPoint, Flags.UMOUNT_NOFOLLOW);
    }

    /**
     * Takes a mount out of sight at once, to end when its last user does; whether there was one.
     * dockerd ends its mounts so.
     */
    public boolean detach(String mountPoint) {
        try {
            linux.umount2(mountPoint, Flags.MNT_DETACH | Flags.UMOUNT_NOFOLLOW);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Detaches all mounts at and below a path, the last made first; all are tried.
     *
     * @return the mount points that are gone
     * @throws ErrnoException the first failure, the others suppressed in it
     */
    public List<String> detachBelow(String path) {
        String prefix = path.endsWith("/") ? path : path + "/";
        List<String> points = new ArrayList<>();
        for (MountInfo mount : list()) {
            if (mount.mountPoint().equals(path) || mount.mountPoint().startsWith(prefix)) {
                points.add(mount.mountPoint());
            }
        }
        Collections.reverse(points);
        @Nullable ErrnoException failure = null;
        List<String> gone = new ArrayList<>();
        for (String point : points) {
            try {
                if (detach(point)) {
                    gone.add(point);
                }
            } catch (ErrnoException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return gone;
    }
}
