package dev.mica.dockerapi;

import java.time.Duration;

/**
 * Collects garbage once the daemon has nothing to do. The serial collector, chosen for its small
 * footprint, lets garbage of a large load or pull stand until the heap has reached its maximum,
 * which a daemon that then idles never does.
 *
 * <p>A collection costs some 20 ms. Not safe for use by many threads.
 */
final class IdleHeap {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final long STILL = 1 << 20;
    private static final long WORTHWHILE = 24 << 20;

    private long seen = Long.MAX_VALUE;
    private long kept;

    /** Watches this process's heap until it ends. */
    static void watch() {
        Thread.ofVirtual().name("idle-heap").start(() -> new IdleHeap().run());
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                if (isDue(used())) {
                    System.gc();
                    collected(used());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * Whether to collect now: nothing was going on since the last look, and much was allocated
     * since the last collection.
     *
     * @param used bytes of the heap in use
     */
    boolean isDue(long used) {
        boolean idle = Math.abs(used - seen) < STILL;
        seen = used;
        return idle && used - kept > WORTHWHILE;
    }

    /**
     * Remembers what a collection left.
     *
     * @param used bytes of the heap in use
     */
    void collected(long used) {
        kept = used;
        seen = used;
    }
}
