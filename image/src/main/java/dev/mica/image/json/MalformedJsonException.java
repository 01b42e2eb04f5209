package dev.mica.image.json;

/**
 * Bytes that are no JSON, or JSON of another shape than expected. The message of a syntax error is
 * Go's.
 */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedJsonException(String message) {
        super(message);
    }

    MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
