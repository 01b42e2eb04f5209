package dev.mica.archive;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a tar archive as Docker's engine does (Go's {@code archive/tar} in its PAX format): a
 * ustar header where that can say everything, else a PAX header before it, for long or non-ASCII
 * names, large numbers, times before 1970, and xattrs. The same entries give the same bytes.
 * Neither buffers nor closes the stream: give it a buffered one. Not thread-safe.
 */
public final class TarWriter implements AutoCloseable {
    /** How exact times are. */
    public enum Times {
        /** {@link TarEntry#modified} cut to the second below, and no other: what Docker writes. */
        SECONDS,
        /** All that the entry has; a fraction or a further time costs an entry 1 KiB. */
        EXACT
    }

    private static final byte[] ZEROS = new byte[2 * TarBlock.SIZE];

    private final OutputStream out;
    private final Times times;
    private long left;
    private int padding;
    private boolean closed;

    /** With {@link Times#SECONDS}. */
    public TarWriter(OutputStream out) {
        this(out, Times.SECONDS);
    }

    public TarWriter(OutputStream out, Times times) {
        this.out = out;
        this.times = times;
    }

    /**
     * Begins an entry; for a file with {@link TarEntry#size} of content, {@link #write} comes next.
     *
     * @throws ArchiveException when no header can say it: a NUL in a name, a mode or device number
     *     over 2097151
     * @throws IllegalStateException when the entry before lacks content
     */
    public void entry(TarEntry entry) throws IOException {
        endEntry();
        byte[] headers = TarHeaderWriter.headers(entry, times);
        out.write(headers, 0, headers.length);
        if (entry.type() == EntryType.FILE) {
            left = entry.size();
            padding = (int) (-left & (TarBlock.SIZE - 1));
        }
    }

    /**
     * Content of the current entry.
     *
     * @throws IllegalStateException when it is more than the entry's size
     */
    public void write(byte[] buffer, int offset, int length) throws IOException {
        if (length > left) {
            throw new IllegalStateException("archive/tar: write too long");
        }
        out.write(buffer, offset, length);
        left -= length;
    }

    /**
     * Writes the end of the archive: two blocks of zeros. Harmless when called again.
     *
     * @throws IllegalStateException when the last entry lacks content
     */
    @Override
    public void close() throws IOException {
        if (!closed) {
            endEntry();
            closed = true;
            out.write(ZEROS, 0, 2 * TarBlock.SIZE);
            out.flush();
        }
    }

    private void endEntry() throws IOException {
        if (closed) {
            throw new IllegalStateException("archive/tar: write after close");
        }
        if (left > 0) {
            throw new IllegalStateException("archive/tar: missed writing " + left + " bytes");
        }
        out.write(ZEROS, 0, padding);
        padding = 0;
    }
}
