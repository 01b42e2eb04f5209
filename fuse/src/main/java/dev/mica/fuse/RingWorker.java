package dev.mica.fuse;

import dev.mica.errno.ErrnoException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker for the requests that come from one processor, on which it runs. The kernel gives a
 * request to the one that was free last, so that those who have nothing to do stay asleep; there is
 * always one more than are busy, for nobody knows beforehand which request is kept waiting.
 */
final class RingWorker extends Worker {
    private static final System.Logger LOG = System.getLogger(RingWorker.class.getName());

    private final Rings rings;
    private final int processor;

    /** How many of this processor's workers wait for a request. */
    private final AtomicInteger idle;

    RingWorker(
            FuseSession session, Workers workers, Rings rings, int processor, AtomicInteger idle) {
        super(session, workers);
        this.rings = rings;
        this.processor = processor;
        this.idle = idle;
    }

    @Override
    void work(FuseCall call) {
        // where it may not run on that one, it is only slower
        int pinned = call.calls().runOn(processor);
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
                idle.incrementAndGet();
            }
            workers.gone();
        } catch (ErrnoException e) {
            LOG.log(System.Logger.Level.DEBUG, "io_uring for processor " + processor, e);
        }
        assert pinned <= 0;
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

    /** Another waits already. */
    @Override
    void mayBlock() {}
}
