package dev.mica.archive;

import java.io.InputStream;

/**
 * Reads a stream on a thread of its own, a few blocks ahead of who reads this one, and shows each
 * block to a tap on that thread: decompressing and digesting go on while the reader writes files.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ReadAhead extends InputStream {

    /** Sees every byte of the stream, in order, in large blocks. */
    @FunctionalInterface
    public interface Tap {
        /** The next bytes; not to be changed or kept. */
        void block(byte[] buffer, int offset, int length);
    }

    /**
     * @param source closed with this stream
     * @param tap called on the reading thread; once {@link #read} has returned -1, it has seen all
     *     and its work is visible to the reader
     */
    public ReadAhead(InputStream source, Tap tap) {}

    @Override
    public int read() {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        throw new UnsupportedOperationException("not yet");
    }
}
