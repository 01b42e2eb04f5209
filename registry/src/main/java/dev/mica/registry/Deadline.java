package dev.mica.registry;

import java.time.Duration;

/**
 * A moment after which a whole exchange is given up.
 *
 * @param at as {@link System#nanoTime}
 * @param bounded false for none at all
 */
record Deadline(long at, boolean bounded) {

    /** Never. */
    static final Deadline NONE = new Deadline(0, false);

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), true);
    }

    /** The time that is left, at most {@code longest}; zero or less once it is over. */
    long nanosLeft(Duration longest) {
        long most = longest.toNanos();
        return bounded ? Math.min(most, at - System.nanoTime()) : most;
    }
}
