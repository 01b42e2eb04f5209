package dev.mica.image;

/** What names an image: a {@link Reference}, or its whole id. */
public sealed interface AnyReference permits Reference, AnyReference.ById {

    /**
     * An image's whole id.
     *
     * @param digest the id
     */
    record ById(Digest digest) implements AnyReference {

        /** {@code sha256:hex}. */
        @Override
        public String toString() {
            return digest.toString();
        }
    }
}
