package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes {@code tar-split.json.gz} while a {@link TarReader} reads: Docker's record of all bytes of
 * a layer's archive that are not file content, and of a CRC-64 for each file's content. Not
 * thread-safe.
 *
 * <p>Content that will not lie as it is in a file of the layer is kept in the record itself: of
 * sparse files, whose archive lacks the holes, and of whiteouts and AUFS's book-keeping, which no
 * file is made of. Docker 20.10 does not, and cannot give back such an archive.
 */
public final class TarSplitWriter implements AutoCloseable {
    /** Bytes of the archive in one line, at most; as many as Docker puts in one. */
    private static final int SEGMENT_LIMIT = 1 << 20;

    private final TarSplitOutput out;
    private final Crc64 checksum = new Crc64();
    private final Set<String> seen = new HashSet<>();

    private byte[] segment = new byte[4 * 1024];
    private int segmentLength;

    private byte[] file = {};
    private long fileSize;
    private boolean inFile;

    /**
     * @param out takes the gzip stream; not closed
     */
    public TarSplitWriter(OutputStream out) throws IOException {
        this.out = new TarSplitOutput(out);
    }

    /** Bytes of the archive that are no file content. */
    void raw(byte[] buffer, int offset, int length) throws IOException {
        endFile();
        append(buffer, offset, length);
    }

    /**
     * An entry, whose headers have come and whose content follows.
     *
     * @param stored how many bytes of content the archive has
     * @throws ArchiveException when there was one of its name
     */
    void entry(TarEntry entry, long stored, boolean sparse) throws IOException {
        endFile();
        flushSegment();
        byte[] name = entry.name();
        if (!seen.add(new String(LayerPath.cleanUnrooted(name), ISO_8859_1))) {
            throw new ArchiveException("duplicates of file paths not supported");
        }
        boolean isFile =
                stored > 0
                        && !sparse
                        && LayerName.of(LayerPath.clean(name)) instanceof LayerName.Plain;
        if (isFile) {
            file = name;
            fileSize = stored;
            inFile = true;
            checksum.reset();
        } else {
            out.emptyFile(name);
        }
    }

    /** Content of the entry. */
    void content(byte[] buffer, int offset, int length) throws IOException {
        if (inFile) {
            checksum.update(buffer, offset, length);
        } else {
            append(buffer, offset, length);
        }
    }

    /** Ends the gzip stream. */
    @Override
    public void close() throws IOException {
        endFile();
        flushSegment();
        out.close();
    }

    private void append(byte[] buffer, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (segmentLength == SEGMENT_LIMIT) {
                flushSegment();
            }
            int count = Math.min(left, SEGMENT_LIMIT - segmentLength);
            int needed = segmentLength + count;
            if (needed > segment.length) {
                segment = Arrays.copyOf(segment, Math.max(needed, 2 * segment.length));
            }
            System.arraycopy(buffer, from, segment, segmentLength, count);
            segmentLength = needed;
            from += count;
            left -= count;
        }
    }

    private void flushSegment() throws IOException {
        if (segmentLength > 0) {
            out.segment(segment, segmentLength);
            segmentLength = 0;
        }
    }

    private void endFile() throws IOException {
        if (inFile) {
            inFile = false;
            out.file(file, fileSize, checksum.value());
        }
    }
}
