package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Poller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The named pipe on which a created container waits to be started: its first process opens it to
 * write, one byte, and then becomes the user's program. To read that byte and remove the pipe is
 * all that {@code runc start} does; done here, it costs a tenth of a millisecond and not the start
 * of a process (7 ms).
 */
final class ExecFifo {
    private static final long SLICE_MILLIS = 200;

    private ExecFifo() {}

    /**
     * Lets the container go on.
     *
     * @param alive whether the container's first process can still come
     * @return false where there is no such pipe: this runtime works otherwise
     * @throws RuntimeFailure when the process died before it came
     */
    static boolean release(Linux linux, Path fifo, BooleanSupplier alive) {
        int opened =
                linux.openat(Flags.AT_FDCWD, fifo.toString(), Flags.O_RDONLY | Flags.O_NONBLOCK, 0);
        if (opened == -Errno.ENOENT) {
            return false;
        }
        if (opened < 0) {
            throw new ErrnoException(-opened, "open", fifo.toString());
        }
        try (Fd pipe = new Fd(linux, opened)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            while (one.hasRemaining()) {
                boolean ready = Poller.awaitReadable(pipe.number(), SLICE_MILLIS);
                if ((ready && pipe.read(one) == 0) || (!ready && !alive.getAsBoolean())) {
                    throw new RuntimeFailure("container process is already dead");
                }
            }
            Files.deleteIfExists(fifo);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuntimeFailure("interrupted while the container was started");
        } catch (IOException e) {
            throw new RuntimeFailure("remove " + fifo + ": " + e.getMessage());
        }
    }
}
