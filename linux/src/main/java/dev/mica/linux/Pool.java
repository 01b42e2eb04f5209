package dev.mica.linux;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few spare objects for whichever thread comes next, platform or virtual. Two atomic steps a use
 * where threads do not meet; where they do, one more object is made, and the collector has it
 * later.
 */
final class Pool<T> {
    private static final int SLOTS = 16;

    private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(SLOTS);

    /** A spare one; null when there is none near. */
    @Nullable T take() {
        int slot = slot();
        T spare = slots.getAndSet(slot, null);
        return spare != null ? spare : slots.getAndSet((slot + 1) & (SLOTS - 1), null);
    }

    /** Puts one back; the one that was there, if any, is dropped. */
    void give(T spare) {
        slots.setRelease(slot(), spare);
    }

    private static int slot() {
        return (int) Thread.currentThread().threadId() & (SLOTS - 1);
    }
}
