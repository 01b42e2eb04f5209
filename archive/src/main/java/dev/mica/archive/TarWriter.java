package dev.mica.archive;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a tar archive as Docker's engine does (Go's {@code archive/tar}): a plain ustar header
 * where that can say everything, else a PAX header before it, for long or non-ASCII names, large
 * numbers, and xattrs. Does not close the stream. Not thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TarWriter implements AutoCloseable {

    public TarWriter(OutputStream out) {}

    /**
     * Begins an entry; for a file with {@link TarEntry#size} of content, {@link #write} comes next.
     * Times are cut to seconds and only {@link TarEntry#modified} is kept.
     *
     * @throws IllegalStateException when the entry before lacks content
     */
    public void entry(TarEntry entry) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** Content of the current entry. */
    public void write(byte[] buffer, int offset, int length) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** Writes the end of the archive: two blocks of zeros. Harmless when called again. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
