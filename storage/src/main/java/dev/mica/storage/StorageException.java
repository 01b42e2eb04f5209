package dev.mica.storage;

import java.io.Serial;

/**
 * Something in the data-root could not be done. The message says what and why, in Docker's words
 * where Docker has them. A failed system call is a {@link dev.mica.errno.ErrnoException} instead.
 */
public class StorageException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
