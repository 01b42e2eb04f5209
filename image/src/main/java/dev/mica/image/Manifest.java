package dev.mica.image;

/**
 * A manifest as a registry or an OCI layout has it: the very bytes, whose digest names it, and what
 * they say.
 */
public sealed interface Manifest permits ImageManifest, ManifestIndex {

    /** The most bytes that a manifest may have: distribution's limit. */
    int MAX_SIZE = 4 << 20;

    /**
     * Reads a manifest of Docker's schema 2 or of OCI, of one image or of several.
     *
     * @param raw the bytes
     * @param mediaType what the registry or the descriptor calls it; empty when that is not known,
     *     then the bytes decide
     * @throws InvalidImageException when the bytes are no manifest, say another type than {@code
     *     mediaType}, are of schema 1, or more than {@link #MAX_SIZE}
     */
    static Manifest parse(byte[] raw, String mediaType) {
        return ManifestReader.read(raw, mediaType);
    }

    /** The bytes; a copy. */
    byte[] raw();

    /** The digest of {@link #raw()}. */
    Digest digest();

    /** The media type, never empty. */
    String mediaType();
}
