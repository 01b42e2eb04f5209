package dev.mica.image;

/**
 * The digest of a layer's uncompressed tar stream: what an image config's {@code rootfs.diff_ids}
 * lists.
 *
 * @param digest the digest itself
 */
public record DiffId(Digest digest) {

    /**
     * Parses {@code sha256:hex}.
     *
     * @throws InvalidDigestException when the text is no digest
     */
    public static DiffId parse(String text) {
        return new DiffId(Digest.parse(text));
    }

    /** {@code sha256:hex}. */
    @Override
    public String toString() {
        return digest.toString();
    }
}
