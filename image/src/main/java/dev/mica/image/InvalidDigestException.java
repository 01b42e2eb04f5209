package dev.mica.image;

/** A text that is no digest. */
public final class InvalidDigestException extends ImageException {

    private static final long serialVersionUID = 1;

    InvalidDigestException(String message) {
        super(message);
    }
}
