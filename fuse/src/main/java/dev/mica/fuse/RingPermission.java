package dev.mica.fuse;

import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The kernel offers FUSE over {@code io_uring} to a mount while a parameter of its module says so,
 * which is off at first, and looks again when the first request is answered. Root of the machine,
 * who may write it, has it on here for the time that it takes to mount; where it is on anyway it
 * stays so. All who mount hold a lock meanwhile, so that none has it switched off under it; who
 * does not get that soon does without.
 *
 * <p>May be closed by any thread, more than once.
 */
public final class RingPermission implements AutoCloseable {
    private static final String PARAMETER = "/sys/module/fuse/parameters/enable_uring";
    private static final int TRIES = 50;
    private static final long PAUSE_MILLIS = 10;

    private final Linux linux;
    private final AtomicReference<@Nullable Fd> held = new AtomicReference<>();
    private final boolean given;
    private final boolean switched;

    private RingPermission(Linux linux, @Nullable Fd fd, boolean given, boolean switched) {
        this.linux = linux;
        this.held.set(fd);
        this.given = given;
        this.switched = switched;
    }

    /** Switches it on where that must and can be done. */
    public static RingPermission take(Linux linux) throws InterruptedException {
        int opened = linux.openat(Flags.AT_FDCWD, PARAMETER, Flags.O_RDWR, 0);
        boolean mayWrite = opened >= 0;
        if (!mayWrite) {
            opened = linux.openat(Flags.AT_FDCWD, PARAMETER, Flags.O_RDONLY, 0);
        }
        if (opened < 0 || !lock(linux, opened, mayWrite ? Flags.LOCK_EX : Flags.LOCK_SH)) {
            if (opened >= 0) {
                linux.close(opened);
            }
            return new RingPermission(linux, null, false, false);
        }
        Fd fd = new Fd(linux, opened);
        ByteBuffer value = ByteBuffer.allocateDirect(1);
        boolean on = fd.read(value, 0) == 1 && value.get(0) == 'Y';
        boolean switched = !on && mayWrite && write(linux, fd, 'Y');
        return new RingPermission(linux, fd, on || switched, switched);
    }

    private static boolean lock(Linux linux, int fd, int how) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            if (linux.flock(fd, how | Flags.LOCK_NB) == 0) {
                return true;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return false;
    }

    private static boolean write(Linux linux, Fd fd, char value) {
        ByteBuffer text = ByteBuffer.allocateDirect(1).put(0, (byte) value);
        return linux.pwrite(fd.number(), text, 0) == 1;
    }

    /** Whether a mount that is made now may ask for it. */
    public boolean isGiven() {
        return given;
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
                boolean back = !switched || write(linux, fd, 'N');
                assert back;
            }
        }
    }
}
