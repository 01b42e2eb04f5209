package dev.mica.image;

/** What {@link ArchiveIndex} wants done with a regular member of an image archive. */
public enum ArchiveMember {
    /** Read it whole and hand it to {@link ArchiveIndex#metadata}. */
    METADATA,
    /**
     * It is a layer's tar, compressed or not: unpack or keep it, and tell {@link
     * ArchiveIndex#layer}.
     */
    LAYER,
    /** Skip it. */
    IGNORED
}
