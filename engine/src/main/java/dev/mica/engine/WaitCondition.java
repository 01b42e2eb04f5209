package dev.mica.engine;

/** What {@link Containers#await} waits for. */
public enum WaitCondition {
    /** Until it does not run: at once where it does not. */
    NOT_RUNNING,
    /** Until it ends the next time. */
    NEXT_EXIT,
    /** Until it is gone. */
    REMOVED
}
