package dev.mica.engine;

import dev.mica.linux.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The log of a running container: what conmon writes is turned into Docker's log when somebody asks
 * for it, now and then, and at the end. Thread-safe.
 */
final class ContainerLog implements AutoCloseable {
    private static final long LOOK_AGAIN_NANOS = 25_000_000;

    private final ContainerHome home;
    private final ReentrantLock lock = new ReentrantLock();
    private final JsonLog log;
    private final ConmonLog conmon;

    /** Goes on with what conmon writes in a container's home. */
    ContainerLog(Linux linux, ContainerHome home, LogLimits limits) {
        this.home = home;
        this.log = new JsonLog(home.log(), limits);
        this.conmon =
                new ConmonLog(linux, home.conmonLog(), home.path().resolve("conmon.log.note"), log);
    }

    /** Removes what conmon wrote in an earlier life of the container, all of it turned by then. */
    static void forgetConmon(ContainerHome home) {
        try {
            Files.deleteIfExists(home.conmonLog());
            Files.deleteIfExists(home.path().resolve("conmon.log.note"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns what conmon has written by now. */
    void advance() {
        lock.lock();
        try {
            conmon.advance();
        } finally {
            lock.unlock();
        }
    }

    /** Turns the rest: conmon has ended. */
    void finish() {
        lock.lock();
        try {
            conmon.finish();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            conmon.close();
            log.close();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes a container's log to a client: what is there, and with {@code follow} what comes while
     * the container runs.
     */
    static void read(
            LiveContainer container, LogQuery query, ClientOutput client, BooleanSupplier gone)
            throws IOException {
        container.log().ifPresent(ContainerLog::advance);
        try (LogReader reader = new LogReader(container.home().log(), query, client)) {
            reader.readAll();
            boolean more = query.follow();
            while (more && !gone.getAsBoolean() && !reader.isPast()) {
                more = container.state().running(); // looked at first, so that the end is read too
                container.log().ifPresent(ContainerLog::advance);
                reader.readMore();
                if (more) {
                    LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "log " + home.log();
    }
}
