package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.image.ImageId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The images of a data-root (signatures; the contract follows with the code). */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class ImageStore {

    private ImageStore() {}

    /** Reads what is on disk; an image whose layers are not there is left out and logged. */
    public static ImageStore open(DataRoot root, LayerStore layers) {
        throw new UnsupportedOperationException();
    }

    /**
     * Stores an image config, its bytes as they are, and holds its topmost layer from then on.
     * Durable on return. Storing the same again is harmless.
     *
     * @throws StorageException where a layer of its is not in the layer store
     */
    public StoredImage create(byte[] config) {
        throw new UnsupportedOperationException();
    }

    /** The image of an id. */
    public Optional<StoredImage> find(ImageId id) {
        throw new UnsupportedOperationException();
    }

    /**
     * The image whose id, with or without {@code sha256:}, begins so.
     *
     * @throws StorageException where several do
     */
    public Optional<StoredImage> search(String prefix) {
        throw new UnsupportedOperationException();
    }

    /** All images, in no order. */
    public List<StoredImage> images() {
        throw new UnsupportedOperationException();
    }

    /** The images made on this one by commit or build. */
    public List<ImageId> children(ImageId id) {
        throw new UnsupportedOperationException();
    }

    /** What the image was made on by commit or build. */
    public Optional<ImageId> parent(ImageId id) {
        throw new UnsupportedOperationException();
    }

    /** Records what an image was made on. */
    public void parent(ImageId id, ImageId parent) {
        throw new UnsupportedOperationException();
    }

    /** When the image was last tagged or committed. */
    public Optional<Instant> lastUpdated(ImageId id) {
        throw new UnsupportedOperationException();
    }

    /** Records when the image was last tagged or committed. */
    public void lastUpdated(ImageId id, Instant when) {
        throw new UnsupportedOperationException();
    }

    /** Removes an image. Returns the layers that went with it, topmost first. */
    public List<ChainId> delete(ImageId id) {
        throw new UnsupportedOperationException();
    }
}
