package dev.mica.image;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image that an archive holds.
 *
 * @param config its config
 * @param layers lowest first, as many as the config says
 * @param tags the names it is to get, each with a tag
 * @param parentOrNull see {@link #parent()}
 */
public record ArchivedImage(
        ImageConfig config,
        List<ArchivedLayer> layers,
        List<Reference> tags,
        @Nullable ImageId parentOrNull) {

    /** Its parent, which comes before it in the archive's list of images when there is one. */
    public Optional<ImageId> parent() {
        return Optional.ofNullable(parentOrNull);
    }
}
