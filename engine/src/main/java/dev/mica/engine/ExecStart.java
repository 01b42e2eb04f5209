package dev.mica.engine;

/**
 * How an exec is started.
 *
 * @param tty whether the client expects the raw stream of a terminal; the exec's own {@code tty}
 *     decides what it gets
 * @param rows of the terminal at its start; 0 leaves it
 * @param columns of the terminal at its start; 0 leaves it
 */
public record ExecStart(boolean tty, int rows, int columns) {}
