package dev.mica.storage;

import dev.mica.image.ImageId;
import dev.mica.image.Reference;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** {@code docker save} (signatures; the contract follows with the code). */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class ImageSaver {

    public ImageSaver(LayerStore layers, ImageStore images) {}

    /**
     * Writes an archive of images that any engine loads.
     *
     * @param images each with the names it is to have there, in the order wanted
     */
    public void save(Map<ImageId, List<Reference>> images, OutputStream out) {
        throw new UnsupportedOperationException();
    }
}
