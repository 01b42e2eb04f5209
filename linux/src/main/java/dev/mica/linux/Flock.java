package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An exclusive {@code flock(2)}, the kind that dockerd takes (bbolt's) and that {@code
 * FileChannel.lock}, which is fcntl's, does not exclude. It is held until {@link #close} or the end
 * of the process; a child started by {@link Spawner} does not inherit it.
 */
public final class Flock implements AutoCloseable {
    private final Fd fd;
    private final Path path;

    private Flock(Fd fd, String path) {
        this.fd = fd;
        this.path = Path.of(path);
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
            return Optional.of(new Flock(fd, path));
        }
        fd.close();
        if (result == -Errno.EAGAIN) {
            return Optional.empty();
        }
        throw new ErrnoException(-result, Call.FLOCK.text, path);
    }

    /**
     * As {@link #tryLock}, for a file that every holder {@link #remove removes}: one that another
     * has removed in the meantime is made anew.
     */
    public static Optional<Flock> tryLockRemovable(Linux linux, String path) {
        while (true) {
            Optional<Flock> lock = tryLock(linux, path);
            if (lock.isEmpty() || lock.get().isNamed()) {
                return lock;
            }
            lock.get().close();
        }
    }

    /** Whether the file that is locked is still the one at its path. */
    private boolean isNamed() {
        try {
            return Files.isSameFile(Path.of("/proc/self/fd", Integer.toString(fd.number())), path);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the file away, and then lets the lock go. */
    public void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close();
        }
    }

    /** Lets the lock go; the file stays. */
    @Override
    public void close() {
        fd.close();
    }
}
