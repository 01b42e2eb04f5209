package dev.mica.image;

/**
 * The identity of an image: the digest of its config's bytes.
 *
 * @param digest the digest itself
 */
public record ImageId(Digest digest) {

    /**
     * Parses {@code sha256:hex}.
     *
     * @throws InvalidDigestException when the text is no digest
     */
    public static ImageId parse(String text) {
        return new ImageId(Digest.parse(text));
    }

    /** {@code sha256:hex}. */
    @Override
    public String toString() {
        return digest.toString();
    }
}
