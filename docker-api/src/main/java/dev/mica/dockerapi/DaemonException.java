package dev.mica.dockerapi;

import java.io.Serial;

/** The daemon cannot start; the message is what it prints before it exits with 1. */
public final class DaemonException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    DaemonException(String message) {
        super(message);
    }

    DaemonException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
