package dev.mica.dockerapi;

import java.io.Serial;

/** An answer with an error status, thrown where the request is read. */
final class ApiException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int status;

    ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The answer's HTTP status. */
    int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
