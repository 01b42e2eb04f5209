package dev.mica.fuse;

import dev.mica.errno.Errno;
import dev.mica.linux.DirectCalls;
import dev.mica.linux.Linux;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves a mount: reads its requests, has a {@link FuseHandler} do them, answers each once. Its
 * threads are its own, few while nothing is kept waiting and up to 64 else.
 *
 * <p>A kernel that speaks an older protocol than 7.31 (Linux 5.4) is refused, with a line in the
 * log that says so.
 */
public final class FuseSession {
    /** The most that one write request carries, in bytes. */
    static final int MAX_WRITE = 1 << 20;

    private static final long MOMENT_MILLIS = 50;

    private static final System.Logger LOG = System.getLogger(FuseSession.class.getName());

    private final Linux linux;
    private final FuseTransport transport;
    private final FuseHandler handler;
    private final Runnable ready;
    private final Workers workers;
    private final Rings rings;
    private final RequestStatistics statistics = new RequestStatistics();
    private final AtomicBoolean destroying = new AtomicBoolean();
    private final CountDownLatch destroyed = new CountDownLatch(1);
    private volatile long flags;
    private volatile int minor;

    /**
     * @param ready runs once the kernel's first request is answered: the mount can be used
     */
    public FuseSession(Linux linux, FuseTransport transport, FuseHandler handler, Runnable ready) {
        this.linux = linux;
        this.transport = transport;
        this.handler = handler;
        this.ready = ready;
        this.workers = new Workers(this);
        this.rings = new Rings(this, workers);
    }

    /** Serves until the mount is ended or {@link #end} is called; then all is answered. */
    public void run() throws InterruptedException {
        workers.add();
        workers.awaitEnd();
        destroy();
    }

    /** Tells the handler, once. */
    void destroy() {
        if (destroying.compareAndSet(false, true)) {
            handler.destroy();
            transport.gone();
            destroyed.countDown();
        }
    }

    /** Waits a moment for another thread that may be about to {@link #destroy}. */
    void awaitDestroyed() {
        try {
            boolean ignored = destroyed.await(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a worker", e);
        }
    }

    /** Reads no more requests, and lets {@link #run} return once all is answered. */
    public void end() {
        workers.end();
    }

    /** The protocol's minor version that both sides speak; 0 before the first request. */
    public int minor() {
        return minor;
    }

    /** Whether both sides use this {@link FuseAbi} flag. */
    public boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** What it has served until now. */
    RequestStatistics statistics() {
        return statistics;
    }

    /** How many threads serve it. */
    int threads() {
        return workers.count();
    }

    FuseTransport transport() {
        return transport;
    }

    FuseHandler handler() {
        return handler;
    }

    /** What a worker keeps for one request after the other. */
    FuseCall newCall(Worker worker) {
        return new FuseCall(new DirectCalls(linux), transport, MAX_WRITE + 4096, worker);
    }

    Rings rings() {
        return rings;
    }

    /** The first request: what both sides speak. */
    int negotiate(FuseCall call) {
        int major = call.u32();
        int theirs = call.u32();
        ByteBuffer bytes = call.data().bytes();
        int out = FuseCall.DATA;
        if (major > FuseAbi.MAJOR) {
            // the kernel tries again with our version
            bytes.putInt(out, FuseAbi.MAJOR);
            bytes.putInt(out + 4, FuseAbi.MINOR);
            return 8;
        }
        if (major < FuseAbi.MAJOR || theirs < FuseAbi.OLDEST_MINOR) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the kernel speaks FUSE {0}.{1}; {2}.{3} (Linux 5.4) is the oldest that is"
                            + " served",
                    major,
                    theirs,
                    FuseAbi.MAJOR,
                    FuseAbi.OLDEST_MINOR);
            return -Errno.EPROTO;
        }
        int readAhead = call.u32();
        long offered = call.u32() & 0xFFFFFFFFL;
        if ((offered & FuseAbi.INIT_EXT) != 0 && call.left() >= 4) {
            offered |= (long) call.u32() << 32;
        }
        long always =
                FuseAbi.ASYNC_READ
                        | FuseAbi.BIG_WRITES
                        | FuseAbi.MAX_PAGES
                        | FuseAbi.PARALLEL_DIROPS
                        | FuseAbi.INIT_EXT
                        | FuseAbi.SETXATTR_EXT;
        flags = (handler.init(call, offered) | always) & offered;
        if (has(FuseAbi.OVER_IO_URING) && !rings.open()) {
            flags &= ~FuseAbi.OVER_IO_URING;
        }
        minor = Math.min(theirs, FuseAbi.MINOR);
        bytes.putInt(out, FuseAbi.MAJOR);
        bytes.putInt(out + 4, minor);
        bytes.putInt(out + 8, readAhead);
        bytes.putInt(out + 12, (int) flags);
        bytes.putShort(out + 16, (short) 64); // background requests
        bytes.putShort(out + 18, (short) 48);
        bytes.putInt(out + 20, MAX_WRITE);
        bytes.putInt(out + 24, 1); // times are exact to the nanosecond
        bytes.putShort(out + 28, (short) (MAX_WRITE / 4096));
        bytes.putShort(out + 30, (short) 0);
        bytes.putInt(out + 32, (int) (flags >>> 32));
        bytes.putInt(out + 36, has(FuseAbi.PASSTHROUGH) ? handler.stackDepth() : 0);
        for (int i = 40; i < 64; i += 4) {
            bytes.putInt(out + i, 0);
        }
        return 64;
    }

    /** The kernel has the answer to its first request, and both sides agree. */
    void initAnswered() {
        if (minor == 0) {
            return;
        }
        if (has(FuseAbi.OVER_IO_URING)) {
            if (!rings.register()) {
                workers.gone();
                return;
            }
            transport.rest();
        }
        ready.run();
    }
}
