package dev.mica.image;

/** A platform specifier that cannot be understood. */
public final class InvalidPlatformException extends ImageException {

    private static final long serialVersionUID = 1;

    InvalidPlatformException(String message) {
        super(message);
    }
}
