package dev.mica.image;

/**
 * A layer of an image in an archive.
 *
 * @param member the archive's member that has it, as told to {@link ArchiveIndex#layer}, links
 *     followed
 * @param diffId what the image's config says it is
 * @param present whether the archive has it; one that is already in the layer store may be left out
 *     of an archive
 */
public record ArchivedLayer(String member, DiffId diffId, boolean present) {

    /** Docker's words for a layer that is neither in the archive nor in the store. */
    public InvalidImageException missing() {
        return new InvalidImageException("open " + member + ": no such file or directory");
    }
}
