package dev.mica.image;

/**
 * Anything wrong with what an image, an archive or a name is made of. The message carries Docker's
 * words where it has any.
 */
public sealed class ImageException extends RuntimeException
        permits InvalidDigestException,
                InvalidReferenceException,
                InvalidPlatformException,
                InvalidImageException {

    private static final long serialVersionUID = 1;

    private final String message;

    ImageException(String message) {
        super(message);
        this.message = message;
    }

    ImageException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** What is wrong, for the user to read. */
    public String message() {
        return message;
    }
}
