package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LdCacheTest {

    private static final String STRINGS = "libx.so.1\0/opt/x/libx.so.1\0/opt/avx/libx.so.1\0";

    @TempDir Path folder;

    @Test
    void findsAFileByItsName() throws IOException {
        LdCache cache = read(cache(STRINGS.indexOf("/opt/x")));

        assertThat(cache.find("libx.so.1")).containsExactly(Path.of("/opt/x/libx.so.1"));
        assertThat(cache.find("liby.so.1")).isEmpty();
    }

    @Test
    void findsTheNewFormatBehindTheOld() throws IOException {
        byte[] cache = cache(STRINGS.indexOf("/opt/x"));
        ByteBuffer both = ByteBuffer.allocate(16 + 12 + 4 + cache.length);
        both.order(ByteOrder.LITTLE_ENDIAN);
        both.put("ld.so-1.7.0".getBytes(StandardCharsets.US_ASCII)).putInt(12, 1);
        both.position(32).put(cache);

        assertThat(read(both.array()).find("libx.so.1"))
                .containsExactly(Path.of("/opt/x/libx.so.1"));
    }

    @Test
    void aDamagedCacheSaysSo() {
        assertThatIOException()
                .isThrownBy(() -> read(cache(1 << 20)))
                .withMessageContaining("is damaged; run ldconfig");
    }

    @Test
    void aMissingOrUnknownOneHasNothing() throws IOException {
        assertThat(LdCache.read(folder.resolve("none")).find("libx.so.1")).isEmpty();
        assertThat(read(new byte[200]).find("libx.so.1")).isEmpty();
    }

    /** A plain entry whose file's name is there, and one for a certain processor. */
    private static byte[] cache(int file) {
        byte[] strings = STRINGS.getBytes(StandardCharsets.US_ASCII);
        int stringsAt = 48 + 2 * 24;
        ByteBuffer cache = ByteBuffer.allocate(stringsAt + strings.length);
        cache.order(ByteOrder.LITTLE_ENDIAN);
        cache.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII)).putInt(20, 2);
        cache.putInt(48, 0x303).putInt(52, stringsAt).putInt(56, stringsAt + file);
        cache.putInt(72, 0x303).putInt(76, stringsAt);
        cache.putInt(80, stringsAt + STRINGS.indexOf("/opt/avx")).putLong(88, 1);
        cache.position(stringsAt).put(strings);
        return cache.array();
    }

    private LdCache read(byte[] bytes) throws IOException {
        return LdCache.read(Files.write(folder.resolve("ld.so.cache"), bytes));
    }
}
