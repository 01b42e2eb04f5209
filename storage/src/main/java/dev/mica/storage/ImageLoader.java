package dev.mica.storage;

import dev.mica.image.ImageId;
import dev.mica.image.Reference;
import java.io.InputStream;
import java.util.List;

/** {@code docker load} (signatures; the contract follows with the code). */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class ImageLoader {

    /** Told as the work goes on; called from the loading threads, never two at once. */
    public interface Listener {

        /** Part of a layer has been read. Total is 0 where it is not known. */
        void progress(String layer, long current, long total);

        /** An image is in the store, under these names, its former holder of them untouched. */
        void loaded(ImageId image, List<Reference> names);
    }

    public ImageLoader(LayerStore layers, ImageStore images, ReferenceStore references) {}

    /**
     * Reads an archive of any age, once, and stores its images. All or nothing: what failed is
     * removed again.
     */
    public List<ImageId> load(InputStream archive, Listener listener) {
        throw new UnsupportedOperationException();
    }
}
