package dev.mica.image;

import java.time.Instant;

/**
 * A member of the archive that {@code docker save} writes, in the order of the archive. Owner is
 * root, 0:0.
 */
public sealed interface SaveEntry {

    /** The name; a directory's ends with a slash. */
    String name();

    /** Modification time, whole seconds, not before 1970. */
    Instant modified();

    /** Type and permission bits, as Go writes them into the mode field. */
    int mode();

    /** A directory. */
    record Directory(String name, Instant modified) implements SaveEntry {
        @Override
        public int mode() {
            return 040755;
        }
    }

    /** A file whose content is here. */
    record Content(String name, Instant modified, RawBytes bytes) implements SaveEntry {
        @Override
        public int mode() {
            return 0100644;
        }
    }

    /**
     * A layer's uncompressed tar, byte for byte as it came.
     *
     * @param layer which one
     * @param diffId the digest that the content must have
     */
    record Layer(String name, Instant modified, ChainId layer, DiffId diffId) implements SaveEntry {
        @Override
        public int mode() {
            return 0100644;
        }
    }

    /** A symbolic link to a layer that the archive has already. */
    record Link(String name, Instant modified, String target) implements SaveEntry {
        @Override
        public int mode() {
            return 0120777;
        }
    }
}
