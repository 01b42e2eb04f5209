package dev.mica.storage;

import dev.mica.image.ImageConfig;
import dev.mica.image.ImageId;

/**
 * An image of the store. Immutable; good also after the image was deleted.
 *
 * @param config what it is made of, with the bytes whose digest is its id
 */
public record StoredImage(ImageConfig config) {

    /** The digest of its config. */
    public ImageId id() {
        return config.id();
    }
}
