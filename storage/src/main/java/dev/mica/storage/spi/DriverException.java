package dev.mica.storage.spi;

import dev.mica.storage.StorageException;
import java.io.Serial;

/**
 * A storage driver cannot work here. The message is Docker's, so that what its documentation and
 * its users' notes say about it applies.
 */
public final class DriverException extends StorageException {
    @Serial private static final long serialVersionUID = 1L;

    /** Why a driver cannot work. */
    public enum Reason {
        /** The kernel lacks what the driver needs: go on with the next of the priority list. */
        NOT_SUPPORTED("driver not supported"),
        /** A program or device is missing: go on with the next. */
        PREREQUISITES("prerequisites for driver not satisfied (wrong filesystem?)"),
        /** The file system below cannot carry it: go on with the next. */
        INCOMPATIBLE_FILE_SYSTEM("backing file system is unsupported for this graph driver"),
        /** A bad option or a broken state: the start fails, whichever way the driver was chosen. */
        FATAL("");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** Docker's words. */
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    /** With the reason's own words. */
    public DriverException(Reason reason) {
        this(reason, reason.text());
    }

    public DriverException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public DriverException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why the driver cannot work. */
    public Reason reason() {
        return reason;
    }

    /** Whether the next driver of the priority list may be tried. */
    public boolean mayTryNext() {
        return reason != Reason.FATAL;
    }
}
