package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarSplitTest {

    static Stream<Arguments> oddArchives() {
        byte[] link = RawTar.header("b", '1', 5);
        RawTar.put(link, 157, "a");
        return Stream.of(
                Arguments.of("no bytes", new byte[0]),
                Arguments.of("zeros only", new RawTar().ended()),
                Arguments.of("a file", new RawTar().file("a", "hello").ended()),
                Arguments.of("an empty file", new RawTar().file("a", "").ended()),
                Arguments.of("a whole block", new RawTar().file("a", "x".repeat(512)).ended()),
                Arguments.of("a large file", new RawTar().file("a", "x".repeat(900_001)).ended()),
                Arguments.of(
                        "garbage behind",
                        new RawTar().file("a", "1").raw(new byte[1024]).raw("garbage").bytes()),
                Arguments.of("zeros behind", new RawTar().raw(new byte[3 << 20]).bytes()),
                Arguments.of(
                        "padding not zero",
                        new RawTar().file("a", "1", 'P').file("b", "2", 'Q').ended()),
                Arguments.of(
                        "no end", new RawTar().file("a", "1").file("b", "x".repeat(512)).bytes()),
                Arguments.of(
                        "one block of zeros",
                        new RawTar().file("a", "1").raw(new byte[512]).bytes()),
                Arguments.of(
                        "short padding", Arrays.copyOf(new RawTar().file("a", "1").bytes(), 700)),
                Arguments.of(
                        "names as bytes",
                        new RawTar().file("caf\u00E9", "1").directory("d\u00FF/").ended()),
                Arguments.of(
                        "names with all of JSON",
                        new RawTar()
                                .file("\"\\/<>&\n\r\t\b\f\1\u007F \u00E2\u0080\u00A8", "1")
                                .ended()),
                Arguments.of(
                        "uncleaned names",
                        new RawTar().directory("./").file("./a//b", "1").file("/c", "2").ended()),
                Arguments.of(
                        "a hard link with a size",
                        new RawTar().file("a", "hello").block(link).file("c", "3").ended()),
                Arguments.of(
                        "a whiteout with content",
                        new RawTar().file(".wh.gone", "why").file("b", "2").ended()),
                Arguments.of(
                        "AUFS's links",
                        new RawTar()
                                .directory(".wh..wh.plnk/")
                                .file(".wh..wh.plnk/1", "one")
                                .ended()),
                Arguments.of(
                        "a global header",
                        new RawTar().pax('g', "comment", "c").file("a", "1").ended()),
                Arguments.of(
                        "many long headers",
                        new RawTar()
                                .pax("a", "x".repeat(700_000))
                                .pax("b", "y".repeat(700_000))
                                .file("a", "1")
                                .ended()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddArchives")
    void givesBackTheVeryBytes(String what, byte[] archive) throws IOException {
        Unpacked unpacked = Unpacked.of(archive);

        assertThat(unpacked.assembled()).as(what).isEqualTo(archive);
        assertThat(TarSplitAssembler.length(new ByteArrayInputStream(unpacked.split())))
                .isEqualTo(archive.length);
    }

    @Test
    void writesWhatDockerWrites() throws IOException {
        byte[] directory = RawTar.checksummed(RawTar.header("d/", '5', 0));
        byte[] file = RawTar.checksummed(RawTar.header("d/a<b", '0', 5));
        byte[] odd = RawTar.checksummed(RawTar.header("\u00E9", '0', 0));
        byte[] archive =
                new RawTar()
                        .raw(directory)
                        .raw(file)
                        .data("hello".getBytes(UTF_8), '\0')
                        .raw(odd)
                        .ended();

        String lines = Unpacked.of(archive).lines();

        assertThat(lines)
                .isEqualTo(
                        segment(0, directory)
                                + "{\"type\":1,\"name\":\"d/\",\"payload\":null,\"position\":1}\n"
                                + segment(2, file)
                                + "{\"type\":1,\"name\":\"d/a\\u003cb\",\"size\":5,\"payload\":\"PD7u4tgQAAA=\",\"position\":3}\n"
                                + segment(4, Arrays.copyOfRange(archive, 1029, 2048))
                                + "{\"type\":1,\"name_raw\":\"6Q==\",\"payload\":null,\"position\":5}\n"
                                + segment(6, new byte[1024]));
    }

    @Test
    void readsWhatDockerWrites() throws IOException {
        byte[] header = RawTar.checksummed(RawTar.header("a", '0', 5));
        // dockerd 20.10 ends with an empty segment, escapes U+2028, and puts raw names in base64
        String record =
                segment(0, header)
                        + "{\"type\":1,\"name\":\"\u00FC\\u2028\\u003c\\ud83d\\ude00\\\"\\\\\\n"
                        + "\",\"size\":5,\"payload\":\"PD7u4tgQAAA=\",\"position\":1}\n"
                        + segment(2, new byte[507])
                        + "{\"type\":1,\"name_raw\":\"6Q==\",\"payload\":null,\"position\":3}\n"
                        + segment(4, new byte[1024])
                        + "{\"type\":2,\"payload\":\"\",\"position\":5}\n";
        Map<String, byte[]> files =
                Map.of("\u00FC\u2028<\uD83D\uDE00\"\\\n", "hello".getBytes(UTF_8));

        byte[] archive = assembled(record, files);

        assertThat(archive).isEqualTo(new RawTar().file("a", "hello").ended());
    }

    @Test
    void aChecksumIsHeldAgainstEachFile() throws IOException {
        Unpacked unpacked = Unpacked.of(new RawTar().file("d/a", "hello").ended());
        for (String changed : new String[] {"hellO", "hell", ""}) {
            unpacked.files().put("d/a", changed.getBytes(UTF_8));

            assertThatThrownBy(unpacked::assembled)
                    .isInstanceOf(ArchiveException.class)
                    .hasMessage("file integrity checksum failed for \"d/a\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "./a", "a/", "d/../a", "a//"})
    void aPathThatComesTwiceIsRefusedAsByDocker(String again) {
        byte[] archive = new RawTar().file("a", "1").file(again, "2").ended();

        assertThatThrownBy(() -> Unpacked.of(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("duplicates of file paths not supported");
    }

    @Test
    void anAbsoluteNameIsNotTheSame() throws IOException {
        byte[] archive = new RawTar().file("a", "1").file("/a", "2").file("../a", "3").ended();

        assertThat(Unpacked.of(archive).assembled()).isEqualTo(archive);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{",
                "{\"type\":2,\"payload\":\"AA",
                "{\"type\":3,\"payload\":null}",
                "{}",
                "{\"type\":2 \"payload\":\"\"}",
                "{\"type\":2,\"payload\":\"A\"}",
                "{\"type\":2,\"payload\":\"\u00e9\"}",
                "{\"type\":1,\"name\":\"a\",\"size\":-1}",
                "{\"type\":1,\"name\":\"\\x\"}",
                "{\"type\":1,\"name\":\"\\u00g0\"}",
                "{\"type\":1,\"name\":\"a\nb\"}",
                "{\"type\":1,\"size\":9999999999999999999}",
                "{\"type\":2,\"more\":{}}",
                "{\"type\":2,\"payload\":nul}",
                "{\"type\":2,}"
            })
    void aRecordThatIsNoneIsRefused(String record) {
        assertThatThrownBy(() -> assembled(record, Map.of())).isInstanceOf(ArchiveException.class);
    }

    @Test
    void membersThatAreNotKnownArePassedOver() throws IOException {
        String record =
                "\n"
                    + " {\"a\":\"x\",\"b\":-12,\"c\":true,\"d\":false,\"e\":null,\"payload\":\"aGk=\",\"type\":2}";

        assertThat(assembled(record, Map.of())).asString().isEqualTo("hi");
    }

    @Test
    void aRecordThatIsCutIsRefused() throws IOException {
        byte[] split = Unpacked.of(new RawTar().file("a", "1").ended()).split();
        byte[] cut = Arrays.copyOf(split, split.length - 4);

        assertThatThrownBy(() -> TarSplitAssembler.length(new ByteArrayInputStream(cut)))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("unexpected EOF");
    }

    private static String segment(int position, byte[] bytes) {
        String payload = Base64.getEncoder().encodeToString(bytes);
        return "{\"type\":2,\"payload\":\"%s\",\"position\":%d}\n".formatted(payload, position);
    }

    private static byte[] assembled(String record, Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(record.getBytes(UTF_8));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarSplitAssembler.assemble(
                new ByteArrayInputStream(zipped.toByteArray()),
                name -> new ByteArrayInputStream(files.get(new String(name, UTF_8))),
                out);
        return out.toByteArray();
    }
}
