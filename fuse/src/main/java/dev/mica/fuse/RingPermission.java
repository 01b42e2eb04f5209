package dev.mica.fuse;

import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The kernel offers FUSE over {@code io_uring} to a mount while a parameter of its module says so,
 * which is off at first. Root of the machine, who may write it, has it on here for the time that it
 * takes to mount; where it is on anyway it stays so.
 *
 * <p>May be closed by any thread, more than once.
 */
public final class RingPermission implements AutoCloseable {
    private static final String PARAMETER = "/sys/module/fuse/parameters/enable_uring";

    /** What is to be set back; null when nothing is, or it was done. */
    private final AtomicReference<@Nullable Fd> held = new AtomicReference<>();

    private final Linux linux;

    private RingPermission(Linux linux) {
        this.linux = linux;
    }

    /** Switches it on where that can be done; waits for another process that does. */
    public static RingPermission take(Linux linux) {
        RingPermission permission = new RingPermission(linux);
        int opened = linux.openat(Flags.AT_FDCWD, PARAMETER, Flags.O_RDWR, 0);
        if (opened < 0) {
            return permission; // an older kernel, or not ours to say
        }
        Fd fd = new Fd(linux, opened);
        linux.flock(opened, Flags.LOCK_EX);
        ByteBuffer value = ByteBuffer.allocateDirect(1);
        boolean off = fd.read(value, 0) == 1 && value.get(0) == 'N';
        if (off && permission.write(fd, 'Y')) {
            permission.held.set(fd);
        } else {
            fd.close();
        }
        return permission;
    }

    private boolean write(Fd fd, char value) {
        ByteBuffer text = ByteBuffer.allocateDirect(1).put(0, (byte) value);
        return linux.pwrite(fd.number(), text, 0) == 1;
    }

    @Override
    public void close() {
        putBack();
    }

    /** The kernel has decided: the parameter is as it was. */
    public void putBack() {
        Fd fd = held.getAndSet(null);
        if (fd != null) {
            try (fd) {
                boolean back = write(fd, 'N');
                assert back;
            }
        }
    }
}
