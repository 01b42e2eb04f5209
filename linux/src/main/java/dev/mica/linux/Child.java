package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A process that {@link Spawner} started. Its end is waited for whether anybody asks or not, so
 * there is no zombie and nothing to close. Safe for several threads.
 */
public final class Child {
    private final Linux linux;
    private final int pid;
    private final Fd pidfd;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

    Child(Linux linux, int pid, Fd pidfd) {
        this.linux = linux;
        this.pid = pid;
        this.pidfd = pidfd;
        Thread.ofVirtual().name("mica-child").start(this::reap);
    }

    /** The process id; another process may have it once this one ended. */
    public int pid() {
        return pid;
    }

    /** Whether it has not ended, as far as is known here. */
    public boolean isAlive() {
        return !exit.isDone();
    }

    /** Sends a signal; false when the process had ended. Never reaches another one. */
    public boolean signal(int signal) {
        lock.lock();
        try {
            if (!pidfd.isOpen()) {
                return false;
            }
            int result = linux.pidfdSendSignal(pidfd.number(), signal);
            if (result < 0 && result != -Errno.ESRCH) {
                throw new ErrnoException(-result, Call.PIDFD_SEND_SIGNAL.text, "pid " + pid);
            }
            return result == 0;
        } finally {
            lock.unlock();
        }
    }

    /** How it ended, once it has: a copy, which nobody else's cancelling reaches. */
    public CompletableFuture<ExitStatus> onExit() {
        return exit.copy();
    }

    /** Waits for its end. A virtual thread parks and holds no carrier. */
    public ExitStatus waitFor() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("pid " + pid + " cannot be waited for", e.getCause());
        }
    }

    private void reap() {
        try {
            Poller.awaitReadable(pidfd.number(), -1);
            ExitStatus status = linux.waitPidfd(pidfd.number(), true).orElseThrow();
            close();
            exit.complete(status);
        } catch (InterruptedException | RuntimeException e) {
            close();
            exit.completeExceptionally(e);
        }
    }

    private void close() {
        lock.lock();
        try {
            pidfd.close();
        } finally {
            lock.unlock();
        }
    }
}
