package dev.mica.engine;

/**
 * Which streams a client wants.
 *
 * @param stdin whether its input goes to the container
 * @param stdout whether it gets standard output
 * @param stderr whether it gets standard error
 * @param logs whether what was written before comes first
 * @param stream whether what is written from now on comes
 * @param detachKeys such as {@code ctrl-p,ctrl-q}; empty for these
 */
public record AttachRequest(
        boolean stdin,
        boolean stdout,
        boolean stderr,
        boolean logs,
        boolean stream,
        String detachKeys) {}
