package dev.mica.archive;

/**
 * What the name of a layer's entry means. In an image's layer a deletion is a file with a special
 * name, in the form that AUFS once had and OCI took over; on disk overlay2 has it as a character
 * device 0:0 or as an xattr. This is the form with names.
 */
@SuppressWarnings("DoNotCallSuggester")
public sealed interface LayerName {

    /** The prefix of every special name. */
    String PREFIX = ".wh.";

    /** The name that makes its directory opaque. */
    String OPAQUE_NAME = ".wh..wh..opq";

    /** An entry like any other. */
    record Plain() implements LayerName {}

    /** The entry hides what the layers below have at a path. */
    final class Whiteout implements LayerName {
        private final byte[] hidden;

        Whiteout(byte[] hidden) {
            this.hidden = hidden;
        }

        /** The hidden path: clean, relative to the layer's root. */
        public byte[] hidden() {
            return hidden.clone();
        }
    }

    /** The entry hides all that the layers below have in a directory. */
    final class Opaque implements LayerName {
        private final byte[] directory;

        Opaque(byte[] directory) {
            this.directory = directory;
        }

        /** The directory: clean, relative to the layer's root, empty for the root itself. */
        public byte[] directory() {
            return directory.clone();
        }
    }

    /** AUFS's own book-keeping ({@code .wh..wh.aufs}, {@code .wh..wh.plnk/…}): not unpacked. */
    record AufsMetadata() implements LayerName {}

    /**
     * What a path means.
     *
     * @param path clean, as {@link LayerPath#clean} gives it
     * @throws ArchiveException when the name would hide nothing ({@code .wh.}), or its own
     *     directory or the one above ({@code .wh..}, {@code .wh...})
     */
    static LayerName of(byte[] path) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The name by which a layer's archive hides {@code path}: {@code a/b} gives {@code a/.wh.b}.
     */
    static byte[] whiteout(byte[] path) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The name by which a layer's archive makes {@code directory} opaque. */
    static byte[] opaque(byte[] directory) {
        throw new UnsupportedOperationException("not yet");
    }
}
