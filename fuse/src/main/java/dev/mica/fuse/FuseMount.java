package dev.mica.fuse;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Mounts;

/**
 * A mount of type {@code fuse.SUBTYPE}, made by {@code mount(2)}: needs CAP_SYS_ADMIN in the user
 * namespace of the mount namespace.
 */
public final class FuseMount implements AutoCloseable {
    private static final String DEVICE = "/dev/fuse";

    private final Mounts mounts;
    private final String target;
    private final DeviceTransport transport;

    private FuseMount(Mounts mounts, String target, DeviceTransport transport) {
        this.mounts = mounts;
        this.target = target;
        this.transport = transport;
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
            Mounts mounts = new Mounts(linux);
            mounts.mount(source, target, "fuse.".concat(subtype), flags, all.toString());
            return new FuseMount(mounts, target, new DeviceTransport(linux, device));
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    /** Where its requests come from. */
    public DeviceTransport transport() {
        return transport;
    }

    /** Takes it out of sight; it ends with its last user. Nothing happens where it is gone. */
    public void unmount() {
        mounts.detach(target);
    }

    /** Ends it: whoever uses it gets ENOTCONN from now on. */
    @Override
    public void close() {
        transport.close();
    }
}
