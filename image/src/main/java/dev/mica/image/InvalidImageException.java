package dev.mica.image;

/**
 * An image config, a manifest or an archive that is broken, lies about itself, or is of a kind that
 * is not served.
 */
public final class InvalidImageException extends ImageException {

    private static final long serialVersionUID = 1;

    InvalidImageException(String message) {
        super(message);
    }

    InvalidImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
