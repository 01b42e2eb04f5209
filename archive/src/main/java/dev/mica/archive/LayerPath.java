package dev.mica.archive;

/** The names of a layer's entries, as paths that cannot lead out of it. Stateless. */
@SuppressWarnings("DoNotCallSuggester")
public final class LayerPath {
    private LayerPath() {}

    /**
     * The path that a name means inside the layer: what Go's {@code path.Clean("/" + name)} gives,
     * without the leading slash. {@code ./a//b/} is {@code a/b}, {@code ../../etc} and {@code /etc}
     * are {@code etc}, {@code ./} and the empty name are the layer's root, which is the empty path.
     *
     * <p>Symbolic links are not followed here: who opens the path must stay below the root by other
     * means.
     */
    public static byte[] clean(byte[] name) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The directory of a clean path; empty for a path of one name. */
    public static byte[] parent(byte[] path) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The last name of a clean path; empty for the root. */
    public static byte[] fileName(byte[] path) {
        throw new UnsupportedOperationException("not yet");
    }
}
