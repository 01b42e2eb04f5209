package dev.mica.fuse;

import java.util.concurrent.atomic.AtomicLongArray;

/** How many requests of each operation there were. Safe for several threads. */
final class Counters {
    private final AtomicLongArray counts = new AtomicLongArray(FuseAbi.OPERATIONS);

    void count(int opcode) {
        if (opcode >= 0 && opcode < FuseAbi.OPERATIONS) {
            // one worker counts at a time mostly; a count lost when two meet is no harm
            counts.setPlain(opcode, counts.getPlain(opcode) + 1);
        }
    }

    long of(int opcode) {
        return counts.get(opcode);
    }
}
