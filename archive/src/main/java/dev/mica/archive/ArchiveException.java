package dev.mica.archive;

import java.io.Serial;

/**
 * An archive is truncated, corrupt, beyond a bound, or of a kind that is not read. The message is
 * the one that Docker gives where its clients see one.
 */
public final class ArchiveException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    static final String INVALID_HEADER = "archive/tar: invalid tar header";
    static final String FIELD_TOO_LONG = "archive/tar: header field too long";
    static final String UNEXPECTED_EOF = "unexpected EOF";

    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }

    static ArchiveException invalidHeader() {
        return new ArchiveException(INVALID_HEADER);
    }

    static ArchiveException fieldTooLong() {
        return new ArchiveException(FIELD_TOO_LONG);
    }

    static ArchiveException unexpectedEof() {
        return new ArchiveException(UNEXPECTED_EOF);
    }
}
