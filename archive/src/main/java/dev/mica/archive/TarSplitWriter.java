package dev.mica.archive;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes {@code tar-split.json.gz} while a {@link TarReader} reads: Docker's record of all bytes of
 * a layer's archive that are not file content, and of a CRC-64 for each file's content. Not
 * thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TarSplitWriter implements AutoCloseable {

    /**
     * @param out takes the gzip stream; not closed
     */
    public TarSplitWriter(OutputStream out) throws IOException {}

    /** Ends the gzip stream. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
