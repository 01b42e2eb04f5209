package dev.mica.dockerapi;

import java.io.Serial;

/** JSON of another shape than a {@link GoStruct} has; the message is Go's. */
final class GoTypeException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    GoTypeException(String message) {
        super(message);
    }
}
