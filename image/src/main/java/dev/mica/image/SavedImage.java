package dev.mica.image;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image to be saved.
 *
 * @param config its config
 * @param tags the names under which it is saved, each with a tag; none when it was asked for by its
 *     id
 * @param parentOrNull see {@link #parent()}
 */
public record SavedImage(ImageConfig config, List<Reference> tags, @Nullable ImageId parentOrNull) {

    /** The image it was made from; mentioned in the archive only if that is saved too. */
    public Optional<ImageId> parent() {
        return Optional.ofNullable(parentOrNull);
    }
}
