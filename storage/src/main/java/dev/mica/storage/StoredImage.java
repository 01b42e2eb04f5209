package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.image.ImageId;
import java.util.Optional;

/**
 * An image of the store.
 *
 * @param id the digest of its config
 * @param config the config's bytes, not to be changed
 * @param topLayer its topmost layer; empty for an image of no layers
 */
public record StoredImage(ImageId id, byte[] config, Optional<ChainId> topLayer) {}
