package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gives back a layer's archive, byte for byte, from its {@code tar-split.json.gz} and its files.
 */
public final class TarSplitAssembler {
    private TarSplitAssembler() {}

    /** Where the files are. */
    @FunctionalInterface
    public interface Files {
        /**
         * Opens a file; it is read, not necessarily to its end, and closed.
         *
         * @param name as it stood in the archive, uncleaned
         */
        InputStream open(byte[] name) throws IOException;
    }

    /**
     * Writes the archive.
     *
     * @param split {@code tar-split.json.gz}; not closed
     * @param out not closed
     * @throws ArchiveException when a file is not what it was, or the record is broken
     */
    public static void assemble(InputStream split, Files files, OutputStream out)
            throws IOException {
        TarSplitReader lines = new TarSplitReader(split);
        byte[] buffer = new byte[256 * 1024];
        Crc64 checksum = new Crc64();
        while (lines.next()) {
            if (lines.isSegment()) {
                out.write(lines.payload());
            } else if (lines.length() > 0) {
                checksum.reset();
                copy(files, lines, buffer, checksum, out);
                if (!Arrays.equals(bytes(checksum), lines.payload())) {
                    String name = new String(lines.name(), UTF_8);
                    throw new ArchiveException(
                            "file integrity checksum failed for \"" + name + '"');
                }
            }
        }
    }

    /**
     * How many bytes {@link #assemble} writes. Reads the record, no files.
     *
     * @param split {@code tar-split.json.gz}; not closed
     */
    public static long length(InputStream split) throws IOException {
        TarSplitReader lines = new TarSplitReader(split);
        long length = 0;
        while (lines.next()) {
            length += lines.length();
        }
        return length;
    }

    /** Copies as much of a file as the archive had of it: the checksum tells what has changed. */
    private static void copy(
            Files files, TarSplitReader line, byte[] buffer, Crc64 checksum, OutputStream out)
            throws IOException {
        long left = line.length();
        try (InputStream file = files.open(line.name())) {
            int read = 0;
            while (left > 0 && read >= 0) {
                checksum.update(buffer, 0, read);
                out.write(buffer, 0, read);
                left -= read;
                read = file.read(buffer, 0, (int) Math.min(left, buffer.length));
            }
        }
    }

    private static byte[] bytes(Crc64 checksum) {
        return ByteBuffer.allocate(Long.BYTES).putLong(checksum.value()).array();
    }
}
