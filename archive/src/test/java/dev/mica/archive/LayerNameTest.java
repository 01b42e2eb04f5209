package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNameTest {

    @ParameterizedTest
    @CsvSource({
        ".wh.a, a",
        "d/.wh.a, d/a",
        "d/.wh..hidden, d/.hidden",
        ".wh...., ...",
        ".wh.wh., wh."
    })
    void aPrefixedNameHidesAPath(String name, String hidden) {
        assertThat(of(name))
                .isInstanceOfSatisfying(
                        LayerName.Whiteout.class,
                        w -> assertThat(new String(w.hidden(), UTF_8)).isEqualTo(hidden));
    }

    @ParameterizedTest
    @CsvSource({".wh..wh..opq, ''", "d/.wh..wh..opq, d", "d/e/.wh..wh..opq, d/e"})
    void oneNameMakesItsDirectoryOpaque(String name, String directory) {
        assertThat(of(name))
                .isInstanceOfSatisfying(
                        LayerName.Opaque.class,
                        o -> assertThat(new String(o.directory(), UTF_8)).isEqualTo(directory));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".wh..wh.aufs",
                ".wh..wh.plnk",
                ".wh..wh.plnk/1.2",
                ".wh..wh.orph",
                "d/.wh..wh.tmp",
                ".wh..wh."
            })
    void aufsBooksAreNoPartOfTheLayer(String name) {
        assertThat(of(name)).isInstanceOf(LayerName.AufsMetadata.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "d/a", ".wh", "wh.a", "a.wh.b", ".wh.d/a", "d/.wh.e/f"})
    void allOtherNamesArePlain(String name) {
        assertThat(of(name)).isInstanceOf(LayerName.Plain.class);
    }

    @ParameterizedTest
    @CsvSource({".wh., /", "d/.wh., /d", "d/.wh.., /d", ".wh..., /", "d/e/.wh..., /d"})
    void aNameThatWouldHideADirectoryFromWithinIsRefusedInDockersWords(String name, String path) {
        assertThatThrownBy(() -> of(name))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("failed to mknod(\"%s\", S_IFCHR, 0): file exists", path);
    }

    @Test
    void namesAWhiteoutAndAnOpaqueMark() {
        assertThat(new String(LayerName.whiteout(bytes("a")), UTF_8)).isEqualTo(".wh.a");
        assertThat(new String(LayerName.whiteout(bytes("d/a")), UTF_8)).isEqualTo("d/.wh.a");
        assertThat(new String(LayerName.opaque(bytes("d")), UTF_8)).isEqualTo("d/.wh..wh..opq");
        assertThat(new String(LayerName.opaque(bytes("")), UTF_8)).isEqualTo(".wh..wh..opq");
    }

    private static LayerName of(String name) {
        return LayerName.of(bytes(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
