package dev.mica.fuse;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a session: as many as requests are kept waiting by something, and a few more. */
final class Workers {
    /** With so many at once, the next request waits until one is free. */
    static final int MOST = 64;

    private final FuseSession session;
    private final Turn turn = new Turn(this);
    private final Set<Worker> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile boolean ended;

    Workers(FuseSession session) {
        this.session = session;
    }

    int count() {
        return all.size();
    }

    boolean ended() {
        return ended;
    }

    /** One more that reads the device, unless there are too many. */
    void add() {
        add(new DeviceWorker(session, this, turn));
    }

    /** One more, unless there are too many or the session has ended: whether it is. */
    boolean add(Worker worker) {
        if (ended || all.size() >= MOST) {
            return false;
        }
        all.add(worker);
        Thread.ofPlatform().daemon().name("mica-fuse-" + numbers.incrementAndGet()).start(worker);
        return true;
    }

    void gone(Worker worker) {
        all.remove(worker);
        if (ended && all.isEmpty()) {
            over.countDown();
        }
    }

    /**
     * The mount is gone. The first worker that finds out ends the session; the others keep still
     * for a moment, for threads that end take the processors from the one that lets the layers go.
     */
    void gone() {
        if (gone.compareAndSet(false, true)) {
            ended = true;
            letGo();
            end();
        } else {
            session.awaitDestroyed();
        }
    }

    /**
     * Once the mount is gone and no request is being served, what it used is let go, before the
     * threads end: whoever unmounts wants the layers free when that returns.
     */
    void letGo() {
        for (Worker worker : all) {
            if (!worker.isIdle()) {
                return; // it does this itself
            }
        }
        session.destroy();
    }

    /** No request is read any more; those that are served are served to their end. */
    void end() {
        ended = true;
        session.transport().end();
        session.rings().end();
        turn.wakeAll();
        if (all.isEmpty()) {
            over.countDown(); // it was not run yet
        }
    }

    /** Waits for the last of them. */
    void awaitEnd() throws InterruptedException {
        over.await();
    }
}
