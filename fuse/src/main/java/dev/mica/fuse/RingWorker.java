package dev.mica.fuse;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.DirectCalls;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A worker for the requests that come from one processor, on which it runs. The kernel gives a
 * request to the one that was free last, so that those who have nothing to do stay asleep; there is
 * always one more than are busy, for nobody knows beforehand which request is kept waiting.
 */
final class RingWorker extends Worker {
    private static final System.Logger LOG = System.getLogger(RingWorker.class.getName());

    /**
     * How urgent a request is. The scheduler leaves a client on its processor only while the
     * server's work weighs less there than the client's own (docs/decisions/fuse-readers.md).
     */
    private static final int NICE = -10;

    private final Rings rings;
    private final int processor;

    /** How many of this processor's workers wait for a request. */
    private final AtomicInteger idle;

    /** This thread's, where it may be more urgent than others. */
    private @Nullable DirectCalls calls;

    private boolean lowered;

    RingWorker(
            FuseSession session, Workers workers, Rings rings, int processor, AtomicInteger idle) {
        super(session, workers);
        this.rings = rings;
        this.processor = processor;
        this.idle = idle;
    }

    @Override
    void work(FuseCall call) {
        // where it may not do this, it is only slower
        boolean raised = call.calls().runOn(processor) == 0 && call.calls().nice(NICE) == 0;
        calls = raised ? call.calls() : null;
        try (RingTransport ring = session.transport().ring(call.calls(), processor)) {
            rings.opened();
            if (!rings.awaitBegin()) {
                return;
            }
            ring.register(call.data());
            idle.incrementAndGet();
            rings.registered();
            Dispatcher dispatcher = new Dispatcher(session, ring, call);
            while (serveOne(ring, call, dispatcher)) {
                if (lowered) {
                    call.calls().nice(NICE);
                    lowered = false;
                }
                idle.incrementAndGet();
            }
            workers.gone();
        } catch (ErrnoException e) {
            LOG.log(System.Logger.Level.DEBUG, "io_uring for processor " + processor, e);
        }
    }

    @Override
    void over() {
        rings.isShort();
    }

    @Override
    void taken(FuseTransport transport) {
        if (idle.decrementAndGet() == 0) {
            workers.add(new RingWorker(session, workers, rings, processor, idle));
        }
    }

    /** Another waits already; and this is urgent no more. */
    @Override
    void mayBlock() {
        if (calls != null && !lowered) {
            lowered = calls.nice(0) == 0;
        }
    }
}
