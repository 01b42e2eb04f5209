package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;

/** How a stream is compressed, told by its first bytes. */
@SuppressWarnings("DoNotCallSuggester")
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    /** How many bytes {@link #detect} wants to see. */
    public static final int PEEK = 10;

    /** The compression of a stream that begins with these bytes. */
    public static Compression detect(byte[] start, int length) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * The plain bytes of a stream that may be compressed. Closing it closes {@code in}.
     *
     * @throws ArchiveException for a compression that is not read (bzip2, xz), by name; from the
     *     stream's methods, when the compressed data is broken
     */
    public static InputStream decompress(InputStream in) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
