package dev.mica.linux;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting for descriptors without holding a carrier thread: a virtual thread parks here until its
 * descriptor can be read or written, then makes the call that does not wait ({@code MSG_DONTWAIT},
 * or a descriptor that is {@code O_NONBLOCK}). One platform thread, started at the first use, waits
 * for all in the kernel, one for reads and one for writes. A wait costs two system calls and a
 * wake-up, some 10 µs, and 50 when the CPU slept.
 *
 * <p>One thread waits for a descriptor in one direction at a time (EEXIST). A descriptor that
 * another thread closes meanwhile wakes nobody: {@code shutdown(2)} a socket first, or wait with a
 * limit. Plain files are always ready (EPERM).
 */
public final class Poller {
    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        volatile int events;
    }

    private static final class Readers {
        static final Poller ONLY = new Poller("mica-poll-read");
    }

    private static final class Writers {
        static final Poller ONLY = new Poller("mica-poll-write");
    }

    private final Epoll epoll = new Epoll(Linux.system());
    private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    private Poller(String name) {
        Thread.ofPlatform().daemon().name(name).start(this::loop);
    }

    /**
     * Waits until there is something to read, an end or an error.
     *
     * @param timeoutMillis negative for no end
     * @return false when the time was over first
     * @throws InterruptedException when the thread is interrupted before it is ready
     */
    public static boolean awaitReadable(int fd, long timeoutMillis) throws InterruptedException {
        return Readers.ONLY.await(fd, Flags.POLLIN, timeoutMillis);
    }

    /** As {@link #awaitReadable}, until something can be written. */
    public static boolean awaitWritable(int fd, long timeoutMillis) throws InterruptedException {
        return Writers.ONLY.await(fd, Flags.POLLOUT, timeoutMillis);
    }

    private boolean await(int fd, int events, long timeoutMillis) throws InterruptedException {
        Waiter waiter = new Waiter();
        Long id = ids.incrementAndGet();
        waiters.put(id, waiter);
        try {
            int result = epoll.add(fd, events, id);
            if (result < 0) {
                throw new ErrnoException(-result, Call.EPOLL_CTL.text, Paths.of(fd));
            }
            try {
                return park(waiter, timeoutMillis);
            } finally {
                epoll.remove(fd);
            }
        } finally {
            waiters.remove(id);
        }
    }

    private boolean park(Waiter waiter, long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        while (waiter.events == 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (timeoutMillis < 0) {
                LockSupport.park(this);
            } else {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
        }
        return true;
    }

    private void loop() {
        while (true) {
            try {
                epoll.take(this::ready);
            } catch (ErrnoException e) {
                if (!e.is(Errno.ENOMEM)) {
                    throw e;
                }
            }
        }
    }

    private void ready(long id, int events) {
        Waiter waiter = waiters.get(id);
        if (waiter != null) {
            waiter.events = events;
            LockSupport.unpark(waiter.thread);
        }
    }
}
