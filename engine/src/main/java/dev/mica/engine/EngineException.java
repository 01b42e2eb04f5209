package dev.mica.engine;

import java.io.Serial;

/**
 * Something asked of the engine could not be done. The message is what a client is shown, in
 * Docker's words where Docker has them; the kind says whose fault it is.
 */
public final class EngineException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /** Moby's {@code errdefs}, each with the HTTP status that it becomes. */
    public enum Kind {
        /** The request makes no sense. */
        INVALID(400),
        /** The registry wants other credentials. */
        UNAUTHORIZED(401),
        /** Never allowed. */
        FORBIDDEN(403),
        /** There is no such thing. */
        NOT_FOUND(404),
        /** Not in the state that things are in. */
        CONFLICT(409),
        /** Nothing to do. */
        NOT_MODIFIED(304),
        /** Mica does not serve this. */
        NOT_IMPLEMENTED(501),
        /** Not now. */
        UNAVAILABLE(503),
        /** Anything else. */
        SYSTEM(500);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    private final Kind kind;

    public EngineException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static EngineException invalid(String message) {
        return new EngineException(Kind.INVALID, message);
    }

    static EngineException notFound(String message) {
        return new EngineException(Kind.NOT_FOUND, message);
    }

    static EngineException conflict(String message) {
        return new EngineException(Kind.CONFLICT, message);
    }

    static EngineException notImplemented(String message) {
        return new EngineException(Kind.NOT_IMPLEMENTED, message);
    }

    static EngineException system(String message) {
        return new EngineException(Kind.SYSTEM, message);
    }

    /** Whose fault it is. */
    public Kind kind() {
        return kind;
    }
}
