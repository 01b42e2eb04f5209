package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {
    private static final byte[] SKIPPABLE =
            HexFormat.of().parseHex("532a4d18" + "03000000" + "aabbcc");

    @ParameterizedTest
    @CsvSource({
        "'', NONE",
        "1f8b, NONE",
        "1f8b08, GZIP",
        "1f8b0800, GZIP",
        "425a68, BZIP2",
        "fd377a585a00, XZ",
        "28b52ffd, ZSTD",
        "502a4d1800000000, ZSTD",
        "5f2a4d1800000000, ZSTD",
        "602a4d1800000000, NONE",
        "502a4d18, NONE",
        "646f636b6572, NONE"
    })
    void isToldByTheFirstBytes(String start, Compression compression) {
        byte[] bytes = HexFormat.of().parseHex(start);

        assertThat(Compression.detect(bytes, bytes.length)).isEqualTo(compression);
        assertThat(Compression.detect(Arrays.copyOf(bytes, 20), bytes.length))
                .isEqualTo(compression);
    }

    @Test
    void plainBytesPassThrough() throws IOException {
        assertThat(plain(new byte[0])).isEmpty();
        assertThat(plain(bytes("short"))).isEqualTo(bytes("short"));
        assertThat(plain(bytes("long".repeat(100_000)))).isEqualTo(bytes("long".repeat(100_000)));
    }

    @Test
    void readsGzip() throws IOException {
        byte[] data = data(1_000_000);

        assertThat(plain(gzip(data))).isEqualTo(data);
        assertThat(plain(gzip(new byte[0]))).isEmpty();
    }

    @Test
    void readsGzipOfSeveralMembers() throws IOException {
        byte[] both = concat(gzip(bytes("one")), gzip(bytes("")), gzip(bytes("two")));

        assertThat(plain(both)).isEqualTo(bytes("onetwo"));
        assertThat(Compression.decompress(new Dripping(both)).readAllBytes())
                .isEqualTo(bytes("onetwo"));
    }

    @Test
    void readsAGzipHeaderWithAllItsFields() throws IOException {
        GzipParameters parameters = new GzipParameters();
        parameters.setFileName("layer.tar");
        parameters.setComment("a comment");
        parameters.setHeaderCRC(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GzipCompressorOutputStream(out, parameters)) {
            gzip.write(bytes("content"));
        }

        assertThat(plain(out.toByteArray())).isEqualTo(bytes("content"));
    }

    @Test
    void gzipCutAnywhereIsAnUnexpectedEnd() throws IOException {
        byte[] gzip = gzip(bytes("some content"));

        for (int length = 3; length < gzip.length; length++) {
            broken(Arrays.copyOf(gzip, length), "unexpected EOF");
        }
    }

    @Test
    void whatFollowsGzipMustBeGzip() throws IOException {
        broken(concat(gzip(bytes("a")), bytes("garbage")), "gzip: invalid header");
        broken(concat(gzip(bytes("a")), new byte[512]), "gzip: invalid header");
    }

    @Test
    void gzipOfOtherContentIsRefused() throws IOException {
        byte[] checksum = gzip(bytes("a"));
        checksum[checksum.length - 8]++;
        byte[] size = gzip(bytes("a"));
        size[size.length - 4]++;
        byte[] data = gzip(bytes("a"));
        data[10] = 7;

        broken(checksum, "gzip: invalid checksum");
        broken(size, "gzip: invalid checksum");
        assertThatThrownBy(() -> plain(data))
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith("flate: corrupt input before offset ");
    }

    @Test
    void readsZstdOfSeveralFramesAndSkipsWhatIsToBeSkipped() throws IOException {
        byte[] data = data(1_000_000);
        byte[] frames = concat(SKIPPABLE, zstd(bytes("one")), SKIPPABLE, zstd(data), SKIPPABLE);

        assertThat(plain(frames)).isEqualTo(concat(bytes("one"), data));
    }

    @Test
    void brokenZstdIsRefused() throws IOException {
        byte[] zstd = zstd(data(300_000));

        broken(Arrays.copyOf(zstd, zstd.length - 1), "unexpected EOF");
        broken(Arrays.copyOf(zstd, zstd.length / 2), "unexpected EOF");
        assertThatThrownBy(() -> plain(concat(zstd, bytes("garbage"))))
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith("zstd: ");
    }

    @Test
    void readsBzip2() throws IOException {
        byte[] data = data(300_000);

        assertThat(plain(bzip2(data))).isEqualTo(data);
    }

    @Test
    void aSecondBzip2StreamIsRefusedAndNotSilentlyLeftOut() throws IOException {
        byte[] both = concat(bzip2(bytes("one")), bzip2(bytes("two")));

        broken(both, "bzip2: bad block header");
    }

    @Test
    void brokenBzip2IsRefused() throws IOException {
        byte[] cut = bzip2(data(1000));
        byte[] changed = bzip2(data(1000));
        changed[changed.length / 2] ^= 1;

        assertThatThrownBy(() -> plain(Arrays.copyOf(cut, cut.length - 5)))
                .isInstanceOf(ArchiveException.class);
        assertThatThrownBy(() -> plain(changed)).isInstanceOf(ArchiveException.class);
    }

    @Test
    void xzIsRefusedByName() {
        byte[] xz = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0, 0, 4};

        broken(
                xz,
                "unsupported compression xz: unpack the archive first, or compress it with gzip or"
                        + " zstd");
    }

    @ParameterizedTest
    @CsvSource({"GZIP", "ZSTD", "BZIP2", "NONE"})
    void aFailureOfTheStreamIsPassedOn(Compression compression) throws IOException {
        byte[] data = data(100_000);
        byte[] whole =
                switch (compression) {
                    case GZIP -> gzip(data);
                    case ZSTD -> zstd(data);
                    case BZIP2 -> bzip2(data);
                    default -> data;
                };
        InputStream failing = FailingInput.after(Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> Compression.decompress(failing).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @ParameterizedTest
    @CsvSource({"GZIP", "ZSTD", "BZIP2", "NONE"})
    void closingClosesTheStream(Compression compression) throws IOException {
        boolean[] closed = {false};
        byte[] whole =
                switch (compression) {
                    case GZIP -> gzip(bytes("a"));
                    case ZSTD -> zstd(bytes("a"));
                    case BZIP2 -> bzip2(bytes("a"));
                    default -> bytes("a");
                };
        InputStream in =
                new ByteArrayInputStream(whole) {
                    @Override
                    public void close() {
                        closed[0] = true;
                    }
                };

        Compression.decompress(in).close();

        assertThat(closed[0]).isTrue();
    }

    private static void broken(byte[] compressed, String message) {
        assertThatThrownBy(() -> plain(compressed))
                .isInstanceOf(ArchiveException.class)
                .hasMessage(message);
    }

    private static byte[] plain(byte[] compressed) throws IOException {
        try (InputStream in = Compression.decompress(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(data);
        }
        return out.toByteArray();
    }

    private static byte[] bzip2(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream bzip2 = new BZip2CompressorOutputStream(out, 1)) {
            bzip2.write(data);
        }
        return out.toByteArray();
    }

    /** Bytes that compress somewhat. */
    private static byte[] data(int length) {
        Random random = new Random(length);
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 'a');
        }
        return data;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Gives a byte at a time, and never says that there is more. */
    private static final class Dripping extends ByteArrayInputStream {
        Dripping(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
