package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.image.SaveArchive;
import dev.mica.image.SavePlan;
import dev.mica.image.SavedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code docker save}: writes an archive of images that every engine loads, each layer with the
 * very bytes it came with. Thread-safe.
 */
public final class ImageSaver {
    private final LayerStore layers;

    public ImageSaver(LayerStore layers) {
        this.layers = layers;
    }

    /**
     * Writes an archive. The images' layers stay meanwhile, also when the images are deleted.
     *
     * @param images in the order in which the archive lists them
     * @param out not closed
     * @throws StorageException where a layer's files are no longer what they were; the archive is
     *     then cut off
     * @throws IOException where the stream cannot be written
     */
    public void save(List<SavedImage> images, OutputStream out) throws IOException {
        List<ReadOnlyLayer> held = new ArrayList<>();
        try {
            for (SavedImage image : images) {
                Optional<ChainId> chain = image.config().chainId();
                if (chain.isPresent()) {
                    held.add(existing(chain.get()));
                }
            }
            SaveArchive.write(SavePlan.of(images), new Source(), out);
        } finally {
            held.forEach(layers::release);
        }
    }

    private ReadOnlyLayer existing(ChainId chain) {
        return layers.find(chain)
                .orElseThrow(() -> new StorageException("layer does not exist: " + chain));
    }

    private final class Source implements SaveArchive.LayerSource {
        @Override
        public long size(ChainId chain) throws IOException {
            ReadOnlyLayer layer = existing(chain);
            try {
                return layer.tarSize();
            } finally {
                layers.release(layer);
            }
        }

        @Override
        public void write(ChainId chain, OutputStream out) throws IOException {
            ReadOnlyLayer layer = existing(chain);
            try {
                layer.writeTar(out);
            } finally {
                layers.release(layer);
            }
        }
    }
}
