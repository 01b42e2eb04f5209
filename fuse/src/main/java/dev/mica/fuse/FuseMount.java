package dev.mica.fuse;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Mounts;

/**
 * A mount of type {@code fuse.SUBTYPE}, made by {@code mount(2)}, which needs CAP_SYS_ADMIN in the
 * user namespace of the mount namespace; or, for a user without, by {@code fusermount3}.
 */
public final class FuseMount implements AutoCloseable {
    private static final String DEVICE = "/dev/fuse";

    private final Linux linux;
    private final String target;
    private final DeviceTransport transport;

    /** Mounted by the program that may. */
    private final boolean helped;

    private FuseMount(Linux linux, String target, Fd device, boolean helped) {
        this.linux = linux;
        this.target = target;
        this.transport = new DeviceTransport(linux, device);
        this.helped = helped;
    }

    /**
     * Mounts. The file system answers once a {@link FuseSession} serves it.
     *
     * @param target an existing directory, absolute
     * @param subtype what stands behind {@code fuse.} in {@code /proc/mounts}
     * @param source what stands there before it
     * @param flags {@code MS_} bits
     * @param options further options of the kernel's, such as {@code allow_other}; may be empty
     * @throws ErrnoException that names what it was tried on
     */
    public static FuseMount make(
            Linux linux, String target, String subtype, String source, long flags, String options) {
        Fd device = Fd.open(linux, DEVICE, Flags.O_RDWR, 0);
        try {
            int uid = linux.geteuid();
            StringBuilder all = new StringBuilder();
            all.append("fd=").append(device.number());
            all.append(",rootmode=40000,user_id=").append(uid);
            all.append(",group_id=").append(linux.getegid());
            if (!options.isEmpty()) {
                all.append(',').append(options);
            }
            String type = "fuse.".concat(subtype);
            new Mounts(linux).mount(source, target, type, flags, all.toString());
            return new FuseMount(linux, target, device, false);
        } catch (ErrnoException e) {
            device.close();
            if (!e.is(Errno.EPERM) || linux.geteuid() == 0) {
                throw e;
            }
            Fd helped = Fusermount.mount(linux, target, subtype, source, flags, options);
            return new FuseMount(linux, target, helped, true);
        }
    }

    /** Where its requests come from. */
    public DeviceTransport transport() {
        return transport;
    }

    /** Takes it out of sight; it ends with its last user. Nothing happens where it is gone. */
    public void unmount() {
        if (helped) {
            Fusermount.unmount(linux, target);
        } else {
            new Mounts(linux).detach(target);
        }
    }

    /** Ends it: whoever uses it gets ENOTCONN from now on. */
    @Override
    public void close() {
        transport.close();
    }
}
