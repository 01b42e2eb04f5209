package dev.mica.image;

/** A text that names no image: {@code invalid reference format} and its kin. */
public final class InvalidReferenceException extends ImageException {

    private static final long serialVersionUID = 1;

    InvalidReferenceException(String message) {
        super(message);
    }
}
