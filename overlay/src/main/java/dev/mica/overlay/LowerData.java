package dev.mica.overlay;

import org.jspecify.annotations.Nullable;

/** The file of a lower that has the data of a file above it; see {@link Metacopy}. */
final class LowerData {
    /** In which layer it lies. */
    final int layer;

    /** A handle of its own. */
    final int directory;

    final byte[] name;

    /** Where the mark of the file above says it is; null where it has that one's name. */
    final byte @Nullable [] redirect;

    LowerData(int layer, int directory, byte[] name, byte @Nullable [] redirect) {
        this.layer = layer;
        this.directory = directory;
        this.name = name;
        this.redirect = redirect;
    }
}
