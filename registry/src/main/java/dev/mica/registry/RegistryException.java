package dev.mica.registry;

import java.io.Serial;

/**
 * A registry could not be reached, would not answer, or answered what cannot be used. The message
 * says what was asked of which registry and why that failed, in Docker's words where Docker has
 * some; it never holds a credential.
 */
public final class RegistryException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** What went wrong, as far as a caller treats it apart. */
    public enum Kind {
        /** A setting or an argument is malformed. */
        INVALID,
        /**
         * No such image, tag or repository; or it is hidden from who asks, which Docker equates.
         */
        NOT_FOUND,
        /** The registry, or its token service, wants other credentials. */
        UNAUTHORIZED,
        /** The registry asks to come back later. */
        TOO_MANY_REQUESTS,
        /** The network between here and the registry: names, connections, TLS, silence. */
        UNREACHABLE,
        /** Bytes that have another digest or size than they were announced with. */
        CORRUPT,
        /** An answer that is understood and not served: schema 1, a chart, another platform. */
        UNSUPPORTED,
        /** Any other answer that makes no sense. */
        UNEXPECTED,
        /** The calling thread was interrupted, or the client closed. */
        CANCELLED
    }

    private final Kind kind;

    RegistryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    RegistryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** What went wrong, for the user to read. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
