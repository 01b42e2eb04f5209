package dev.mica.overlayfs;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.fuse.DeviceTransport;
import dev.mica.fuse.FuseMount;
import dev.mica.fuse.FuseSession;
import dev.mica.fuse.FuseTransport;
import dev.mica.fuse.RingPermission;
import dev.mica.linux.DirectCalls;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.NativeBuffer;
import dev.mica.overlay.LayerStack;
import dev.mica.overlay.LayerStack.Redirects;
import dev.mica.overlay.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One overlay mount, from its options to its end. */
final class OverlayMount {
    private static final int OPEN = Flags.O_DIRECTORY;
    private static final int CLAIM_TRIES = 10;
    private static final long CLAIM_PAUSE_MILLIS = 50;

    /** Whether this process has done once what each mount's end does. */
    private static final AtomicBoolean REHEARSED = new AtomicBoolean();

    private final Linux linux;
    private final MountOptions options;
    private final String base;
    private final List<Fd> roots = new ArrayList<>();
    private volatile @Nullable FuseMount mounted;

    /**
     * A mount that is not made yet.
     *
     * @param base what relative paths of the options start from
     */
    OverlayMount(Linux linux, MountOptions options, String base) {
        this.linux = linux;
        this.base = base;
        this.options = options;
    }

    /**
     * Mounts and serves until it is unmounted.
     *
     * @param ready runs once the mount can be used
     * @throws MountException that says what cannot be mounted and why
     */
    void serve(String target, Runnable ready) throws InterruptedException {
        try {
            open();
            run(target, ready);
        } finally {
            // where it was not mounted; a mount that ended has closed them
            for (Fd root : roots) {
                root.close();
            }
        }
    }

    private void run(String target, Runnable ready) throws InterruptedException {
        FdLayers layers = new FdLayers(linux, roots);
        // trusted.* attributes are the machine's root's alone
        boolean userMarks = options.userXattr || linux.geteuid() != 0 || !UserNamespace.isInitial();
        LayerStack stack =
                new LayerStack(
                        options.lowers.size() + (options.upper == null ? 0 : 1),
                        options.upper != null,
                        userMarks,
                        options.aufs,
                        !options.isVolatile,
                        options.redirects(userMarks),
                        options.metacopy(userMarks),
                        options.dataLayers.size());
        Overlay overlay = new Overlay(layers, stack);
        try (RingPermission rings = RingPermission.take(linux);
                FuseMount mount = mount(target)) {
            boolean passes = options.passthrough && options.upper != null && mayPass();
            OverlayHandler handler =
                    new OverlayHandler(
                            overlay,
                            layers,
                            mount.transport(),
                            options.users,
                            options.groups,
                            new MountStatus(options, base, overlay, layers, linux.geteuid()),
                            passes,
                            rings.isGiven());
            mounted = mount;
            if (REHEARSED.compareAndSet(false, true)) {
                rehearseEnd(mount.transport());
            }
            Runnable begun =
                    () -> {
                        rings.putBack();
                        ready.run();
                    };
            new FuseSession(linux, mount.transport(), handler, begun).run();
            mounted = null; // what is at its place from now on is another's
        }
    }

    /**
     * Ends a session once, of none of the mount's layers. Code that runs for the first time takes a
     * millisecond and more, and who unmounts wants the layers free by the time that it returns.
     */
    private void rehearseEnd(DeviceTransport device) throws InterruptedException {
        int root = linux.openat(Flags.AT_FDCWD, "/", OPEN, 0);
        if (root >= 0) {
            FdLayers layers = new FdLayers(linux, List.of(new Fd(linux, root)));
            Overlay overlay =
                    new Overlay(
                            layers,
                            new LayerStack(
                                    1, false, false, false, false, Redirects.REFUSED, false, 0));
            OverlayHandler handler =
                    new OverlayHandler(
                            overlay, layers, device, IdMap.SAME, IdMap.SAME, null, false, false);
            new FuseSession(linux, new EndedTransport(), handler, () -> {}).run();
        }
    }

    /** Of a mount that is gone. */
    private static final class EndedTransport implements FuseTransport {
        @Override
        public int receive(DirectCalls calls, NativeBuffer target) {
            return -Errno.ENODEV;
        }

        @Override
        public int send(DirectCalls calls, NativeBuffer source, int at, int length) {
            return -Errno.ENODEV;
        }

        @Override
        public void end() {}
    }

    private String below(String path) {
        return below(base, path);
    }

    /** A path that may be relative to a directory: strings, for their bytes need not be text. */
    static String below(String directory, String path) {
        return path.startsWith("/") ? path : directory + "/" + path;
    }

    /** Takes the mount out of sight; {@link #serve} returns once its last user is gone. */
    void unmount() {
        FuseMount mount = mounted;
        if (mount != null) {
            mount.unmount();
        }
    }

    private FuseMount mount(String target) {
        boolean all = options.allowOther == null ? linux.geteuid() == 0 : options.allowOther;
        long flags = options.flags | (options.upper == null ? Flags.MS_RDONLY : 0);
        String texts = all ? "default_permissions,allow_other" : "default_permissions";
        return FuseMount.make(linux, target, options.subtype, options.source, flags, texts);
    }

    /**
     * Whether the kernel will let this process pass data through: root of the initial user
     * namespace alone. It cannot be tried before the mount is ready, and what it answers then comes
     * too late for the choice between this and a write-back cache.
     */
    private boolean mayPass() {
        return linux.geteuid() == 0 && UserNamespace.isInitial();
    }

    private void open() throws InterruptedException {
        if (options.lowers.isEmpty()) {
            throw new MountException("option lowerdir is missing");
        }
        int layers = options.lowers.size() + options.dataLayers.size();
        if (layers > LayerStack.MOST) {
            throw new MountException("option lowerdir: " + layers + " layers, the limit is 500");
        }
        if (options.upper != null && options.work == null) {
            throw new MountException(
                    "option upperdir needs a workdir: an empty directory on the same file system");
        }
        LayerOverlap overlap = new LayerOverlap(linux);
        if (options.upper != null) {
            add(overlap, "upperdir", options.upper);
        }
        for (String lower : options.lowers) {
            add(overlap, "lowerdir", lower);
        }
        for (String data : options.dataLayers) {
            add(overlap, "datadir+", data);
        }
        if (options.upper != null && options.work != null) {
            add(overlap, "workdir", options.work);
        }
        overlap.check(); // before anything is removed in the workdir
        new LayerMounts(linux).take(roots, options.upper != null, options.flags);
        if (options.upper != null && options.work != null) {
            claim(roots.getFirst(), options.upper);
            Fd outer = roots.removeLast();
            WorkDirectory work = new WorkDirectory(linux, outer, options.work, options.isVolatile);
            roots.add(work.open(roots.getFirst()));
        }
    }

    private void add(LayerOverlap overlap, String option, String path) {
        Fd directory = open(option, path);
        roots.add(directory);
        overlap.add(option + ": " + path, directory);
    }

    /**
     * Takes the upper for this mount alone, for as long as it is open: a second one would clear the
     * workdir under the first. One that was unmounted a moment ago may still hold it, so this waits
     * a little. The kernel's own mounts take no such lock.
     */
    private void claim(Fd upper, String path) throws InterruptedException {
        for (int tries = CLAIM_TRIES; ; tries--) {
            if (linux.flock(upper.number(), Flags.LOCK_EX | Flags.LOCK_NB) != -Errno.EAGAIN) {
                return;
            }
            if (tries == 0) {
                throw new MountException(
                        "option upperdir: " + path + " is in use by another mount");
            }
            Thread.sleep(CLAIM_PAUSE_MILLIS);
        }
    }

    private Fd open(String option, String path) {
        int fd = linux.openat(Flags.AT_FDCWD, below(path), OPEN, 0);
        if (fd < 0) {
            throw new MountException(
                    "option " + option + ": cannot open " + path + ": " + Errno.text(-fd));
        }
        return new Fd(linux, fd);
    }

    /** What keeps a mount from being made, in one line. */
    static final class MountException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MountException(String message) {
            super(message);
        }

        MountException(String what, ErrnoException why) {
            super(what + ": " + Errno.text(why.errno()));
        }
    }
}
