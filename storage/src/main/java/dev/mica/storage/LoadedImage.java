package dev.mica.storage;

import dev.mica.image.ImageId;
import dev.mica.image.Reference;
import java.util.List;
import java.util.Optional;

/**
 * An image that {@link ImageLoader} stored.
 *
 * @param id its id
 * @param names the names it got, in the archive's order
 */
public record LoadedImage(ImageId id, List<Name> names) {

    /**
     * A name it got.
     *
     * @param reference the name
     * @param replaced the other image that had it until then
     */
    public record Name(Reference reference, Optional<ImageId> replaced) {}

    public LoadedImage {
        names = List.copyOf(names);
    }
}
