package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive from a stream, entry by entry: v7, ustar, star, GNU and PAX, sparse files in
 * every GNU form. Reads ahead in large blocks and does not close the stream. Not thread-safe.
 *
 * <p>A header makes it allocate no more than 1 MiB, whatever it claims.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TarReader {

    public TarReader(InputStream source) {
        this(source, null);
    }

    /**
     * @param split is told everything that is not file content, and the checksum of what is; not
     *     closed. Call {@link #finish} for it to be complete.
     */
    public TarReader(InputStream source, @Nullable TarSplitWriter split) {}

    /**
     * The next entry, or null at the end of the archive. What is left of the current one's content
     * is passed over.
     *
     * @throws ArchiveException when there is no valid header
     */
    public @Nullable TarEntry next() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Passes on what is left of the current entry's content, without copying it.
     *
     * @throws ArchiveException {@code unexpected EOF} when the archive ends before
     */
    public void transferTo(ContentSink sink) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /** What is left of the current entry's content; good until {@link #next}. */
    public InputStream content() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Reads the stream to its very end: what follows an archive's end belongs to its digest. */
    public void finish() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
