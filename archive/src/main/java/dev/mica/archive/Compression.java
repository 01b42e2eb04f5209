package dev.mica.archive;

import io.airlift.compress.v3.bzip2.BZip2HadoopStreams;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** How a stream is compressed, told by its first bytes. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    /** How many bytes {@link #detect} wants to see. */
    public static final int PEEK = 10;

    private static final byte[] GZIP_START = {0x1F, (byte) 0x8B, 8};
    private static final byte[] BZIP2_START = {'B', 'Z', 'h'};
    private static final byte[] XZ_START = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};
    private static final int ZSTD_FRAME = 0xFD2FB528;
    private static final int ZSTD_SKIPPABLE_FRAME = 0x184D2A5;

    /** The compression of a stream that begins with the first {@code length} of these bytes. */
    public static Compression detect(byte[] start, int length) {
        if (begins(start, length, GZIP_START)) {
            return GZIP;
        }
        if (begins(start, length, BZIP2_START)) {
            return BZIP2;
        }
        if (begins(start, length, XZ_START)) {
            return XZ;
        }
        if (length >= Integer.BYTES) {
            int magic = LittleEndian.int32(start, 0);
            boolean skippable = magic >>> 4 == ZSTD_SKIPPABLE_FRAME && length >= 8;
            return magic == ZSTD_FRAME || skippable ? ZSTD : NONE;
        }
        return NONE;
    }

    /**
     * The plain bytes of a stream that may be compressed: gzip of any number of members, zstd of
     * any number of frames, skippable ones among them, bzip2 of one stream (pbzip2 writes several;
     * they are refused). Closing it closes {@code in}.
     *
     * <p>zstd goes by libzstd, which aircompressor brings along for Linux on amd64, aarch64 and
     * ppc64le. Elsewhere it goes by Java code that is slower and refuses skippable frames.
     *
     * @throws ArchiveException for xz, which is not read; from the stream's methods, when the
     *     compressed data is broken
     */
    public static InputStream decompress(InputStream in) throws IOException {
        byte[] start = in.readNBytes(PEEK);
        InputStream whole = new Rejoined(start, in);
        return switch (detect(start, start.length)) {
            case NONE -> whole;
            case GZIP -> new GzipInput(whole);
            case ZSTD -> new ForeignInput("zstd", whole, ZstdInputStream::create);
            case BZIP2 ->
                    new ForeignInput("bzip2", whole, new BZip2HadoopStreams()::createInputStream);
            case XZ ->
                    throw new ArchiveException(
                            "unsupported compression xz: unpack the archive first, or compress it"
                                    + " with gzip or zstd");
        };
    }

    private static boolean begins(byte[] start, int length, byte[] magic) {
        return length >= magic.length
                && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
    }

    /** A stream whose first bytes have been looked at. */
    private static final class Rejoined extends InputStream {
        private final ByteArrayInputStream start;
        private final InputStream rest;

        Rejoined(byte[] start, InputStream rest) {
            this.start = new ByteArrayInputStream(start);
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            int b = start.read();
            return b >= 0 ? b : rest.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = start.read(target, offset, length);
            return count >= 0 ? count : rest.read(target, offset, length);
        }

        @Override
        public int available() throws IOException {
            return start.available() > 0 ? start.available() : rest.available();
        }

        @Override
        public void close() throws IOException {
            rest.close();
        }
    }
}
