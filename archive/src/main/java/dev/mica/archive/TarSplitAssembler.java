package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Gives back a layer's archive, byte for byte, from its {@code tar-split.json.gz} and its files.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TarSplitAssembler {
    private TarSplitAssembler() {}

    /** Where the files are. */
    @FunctionalInterface
    public interface Files {
        /**
         * Opens a file; it is read to its end and closed.
         *
         * @param name as it stood in the archive, uncleaned
         */
        InputStream open(byte[] name) throws IOException;
    }

    /**
     * Writes the archive.
     *
     * @param split {@code tar-split.json.gz}; not closed
     * @throws ArchiveException when a file is not what it was, or the record is broken
     */
    public static void assemble(InputStream split, Files files, OutputStream out)
            throws IOException {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * How many bytes {@link #assemble} writes. Reads the record, no files.
     *
     * @param split {@code tar-split.json.gz}; not closed
     */
    public static long length(InputStream split) throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
