package dev.mica.engine;

import java.io.Serial;

/** The runtime could not do what it was told; the message is its own, without a prefix. */
final class RuntimeFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    RuntimeFailure(String message) {
        super(message);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
