package dev.mica.fuse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many requests of each kind a session has served, and how long each took, from when it was
 * there to when its answer was sent. Times are known to a third. Safe for several threads; a
 * request costs two looks at the clock and two additions, and no memory.
 */
public final class RequestStatistics {
    private static final int KINDS = 64;

    /** Two for each doubling of the time, from a nanosecond on. */
    private static final int STEPS = 80;

    private final AtomicLongArray counts = new AtomicLongArray(KINDS * STEPS);
    private final AtomicLongArray totals = new AtomicLongArray(KINDS);

    RequestStatistics() {}

    /**
     * What is known of one kind.
     *
     * @param name as the protocol calls it
     * @param totalNanos all of them together
     * @param medianNanos half of them took at most so long
     * @param highNanos of a hundred, 99 took at most so long
     */
    public record Kind(
            String name, long count, long totalNanos, long medianNanos, long highNanos) {}

    void add(int opcode, long nanos) {
        if (opcode > 0 && opcode < KINDS) {
            counts.incrementAndGet(opcode * STEPS + step(nanos));
            totals.addAndGet(opcode, nanos);
        }
    }

    private static int step(long nanos) {
        long time = Math.max(nanos, 1);
        int doubling = 63 - Long.numberOfLeadingZeros(time);
        int half = doubling == 0 ? 0 : (int) (time >> (doubling - 1)) & 1;
        return Math.min(2 * doubling + half, STEPS - 1);
    }

    /** The most that is counted in a step. */
    private static long most(int step) {
        int doubling = step / 2;
        return step % 2 == 0 ? (1L << doubling) + (1L << doubling) / 2 : 1L << (doubling + 1);
    }

    /** Those kinds of which there were any. */
    public List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (int opcode = 0; opcode < KINDS; opcode++) {
            long[] steps = new long[STEPS];
            long count = 0;
            for (int i = 0; i < STEPS; i++) {
                steps[i] = counts.get(opcode * STEPS + i);
                count += steps[i];
            }
            if (count > 0) {
                long median = within(steps, (count + 1) / 2);
                long high = within(steps, count - count / 100);
                kinds.add(new Kind(FuseAbi.name(opcode), count, totals.get(opcode), median, high));
            }
        }
        return kinds;
    }

    private static long within(long[] steps, long wanted) {
        long seen = 0;
        int step = 0;
        while (step < STEPS - 1 && seen + steps[step] < wanted) {
            seen += steps[step];
            step++;
        }
        return most(step);
    }
}
