package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.util.Optional;

/**
 * An exclusive {@code flock(2)}, the kind that dockerd takes (bbolt's) and that {@code
 * FileChannel.lock}, which is fcntl's, does not exclude. It is held until {@link #close} or the end
 * of the process; a child started by {@link Spawner} does not inherit it.
 */
public final class Flock implements AutoCloseable {
    private final Fd fd;

    private Flock(Fd fd) {
        this.fd = fd;
    }

    /**
     * Takes the lock if it is free, without waiting.
     *
     * @param path a file of our own; made empty, mode 0600, if it is not there, else left as it is
     * @return empty when another process, or another holder in this one, has it
     */
    public static Optional<Flock> tryLock(Linux linux, String path) {
        Fd fd = Fd.open(linux, path, Flags.O_RDWR | Flags.O_CREAT, 0600);
        int result = linux.flock(fd.number(), Flags.LOCK_EX | Flags.LOCK_NB);
        if (result == 0) {
            return Optional.of(new Flock(fd));
        }
        fd.close();
        if (result == -Errno.EAGAIN) {
            return Optional.empty();
        }
        throw new ErrnoException(-result, Call.FLOCK.text, path);
    }

    /** Lets the lock go; the file stays. */
    @Override
    public void close() {
        fd.close();
    }
}
