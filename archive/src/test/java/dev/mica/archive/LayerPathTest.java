package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerPathTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '', ''
                    ., ''
                    ./, ''
                    /, ''
                    .., ''
                    ../.., ''
                    a, a
                    a/, a
                    ./a, a
                    a/b, a/b
                    a//b, a/b
                    a/./b/, a/b
                    ./a/./, a
                    a/.., ''
                    a/../b, b
                    a/b/../c, a/c
                    a/b/../../../c, c
                    /a, a
                    //a, a
                    /../a, a
                    ../../etc/passwd, etc/passwd
                    a/../../etc, etc
                    ..a, ..a
                    a.., a..
                    .../b, .../b
                    a/..b/c, a/..b/c
                    """)
    void keepsAnyNameInsideTheLayer(String name, String path) {
        assertThat(text(LayerPath.clean(bytes(name)))).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    a/./b/, a/b
                    ../a, ../a
                    ../../a/.., ../..
                    a/../../b, ../b
                    /a, /a
                    /../a, /a
                    /, /
                    ., ''
                    """)
    void cleansAsGoDoesWithoutARoot(String name, String path) {
        assertThat(text(LayerPath.cleanUnrooted(bytes(name)))).isEqualTo(path);
    }

    @Test
    void keepsBytesThatAreNoText() {
        byte[] name = {'.', '/', (byte) 0xE9, '/', (byte) 0xFF, '/'};

        assertThat(LayerPath.clean(name)).containsExactly(0xE9, '/', 0xFF);
    }

    @Test
    void splitsAPath() {
        assertThat(text(LayerPath.parent(bytes("a/b/c")))).isEqualTo("a/b");
        assertThat(text(LayerPath.fileName(bytes("a/b/c")))).isEqualTo("c");
        assertThat(LayerPath.parent(bytes("a"))).isEmpty();
        assertThat(text(LayerPath.fileName(bytes("a")))).isEqualTo("a");
        assertThat(LayerPath.fileName(bytes(""))).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
