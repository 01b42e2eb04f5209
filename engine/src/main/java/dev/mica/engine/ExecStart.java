package dev.mica.engine;

/**
 * How an exec is started.
 *
 * @param tty whether the client is sent the bare stream instead of frames; as with dockerd this is
 *     no matter of the exec's own {@code tty}, and docker-py for one does not repeat that here
 * @param rows of the terminal at its start; 0 leaves it
 * @param columns of the terminal at its start; 0 leaves it
 */
public record ExecStart(boolean tty, int rows, int columns) {}
