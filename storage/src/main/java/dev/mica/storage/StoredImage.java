package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.image.ImageId;
import java.util.Optional;

/** An image of the store. Immutable. */
public final class StoredImage {
    private final ImageId id;
    private final byte[] config;
    private final Optional<ChainId> topLayer;

    StoredImage(ImageId id, byte[] config, Optional<ChainId> topLayer) {
        this.id = id;
        this.config = config;
        this.topLayer = topLayer;
    }

    /** The digest of its config. */
    public ImageId id() {
        return id;
    }

    /** The config's bytes, whose digest is {@link #id}. */
    public byte[] config() {
        return config.clone();
    }

    /** Its topmost layer; empty for an image of no layers. */
    public Optional<ChainId> topLayer() {
        return topLayer;
    }
}
