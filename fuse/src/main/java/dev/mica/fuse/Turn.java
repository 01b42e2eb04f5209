package dev.mica.fuse;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who reads the device: one worker at a time, the leader, which answers by itself what it reads.
 * That is twice as quick as readers that all wait in the kernel, for the next request finds the
 * thread awake that has just answered. A leader that may be kept waiting gives the turn away; one
 * that is kept waiting without having said so loses it to the watcher, the first of those who wait
 * for the turn.
 */
final class Turn {
    /** How long a leader may take for a request before it loses the turn. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Looks without a request between them, after which the watcher sleeps until it is woken. */
    private static final int IDLE_LOOKS = 4;

    /** Who is kept waiting for a turn at most; others end. */
    private static final int SPARE = 3;

    private final Workers workers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition watch = lock.newCondition();
    private final Condition spare = lock.newCondition();
    private volatile @Nullable DeviceWorker leader;
    private @Nullable DeviceWorker watcher;
    private int waiting;
    private volatile boolean watcherSleeps;

    Turn(Workers workers) {
        this.workers = workers;
    }

    boolean isLeader(DeviceWorker worker) {
        return leader == worker;
    }

    /** The leader slept and has a request now: the watcher looks again. */
    void woke() {
        if (watcherSleeps) {
            lock.lock();
            try {
                watch.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Gives the turn away, if it is this worker's. */
    void release(DeviceWorker worker) {
        if (leader != worker) {
            return;
        }
        lock.lock();
        try {
            if (leader != worker) {
                return;
            }
            leader = null;
            if (waiting == 0) {
                workers.add();
            } else if (watcher != null) {
                watch.signal();
            } else {
                spare.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the turn.
     *
     * @return false when there are others enough who wait, or the session has ended
     */
    boolean await(DeviceWorker worker) {
        lock.lock();
        try {
            if (waiting >= SPARE) {
                return false;
            }
            waiting++;
            try {
                return awaitTurn(worker);
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitTurn(DeviceWorker worker) {
        long seen = -1;
        int idle = 0;
        while (!workers.ended()) {
            if (watcher == null) {
                watcher = worker;
            } else if (watcher != worker) {
                spare.awaitUninterruptibly();
                continue;
            }
            DeviceWorker reads = leader;
            long steps = reads == null ? -1 : reads.steps();
            boolean stuck = (steps & 1) == 1 && steps == seen;
            if (reads == null || stuck) {
                lead(worker);
                return true;
            }
            idle = steps == seen ? idle + 1 : 0;
            seen = steps;
            look(idle >= IDLE_LOOKS, reads, steps);
        }
        watcher = null;
        spare.signalAll();
        return false;
    }

    /** Takes the turn, and sees that somebody looks after it. */
    private void lead(DeviceWorker worker) {
        leader = worker;
        watcher = null;
        if (waiting == 1) {
            workers.add();
        } else {
            spare.signal();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller's loop looks again
    private void look(boolean sleep, DeviceWorker reads, long steps) {
        if (sleep) {
            watcherSleeps = true;
            // a request that came before the leader could see this is seen here
            if (reads.steps() == steps) {
                watch.awaitUninterruptibly();
            }
            watcherSleeps = false;
            return;
        }
        try {
            long left = watch.awaitNanos(PATIENCE_NANOS);
            assert left <= PATIENCE_NANOS;
        } catch (InterruptedException e) {
            // nobody interrupts a worker; the session's end is told by its flag
        }
    }

    /** Lets all who wait look whether the session has ended. */
    void wakeAll() {
        lock.lock();
        try {
            watch.signalAll();
            spare.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
