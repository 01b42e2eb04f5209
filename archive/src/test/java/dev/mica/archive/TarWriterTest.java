package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarWriterTest {

    @Test
    void writesAPlainHeaderAsGoDoes() throws IOException {
        byte[] expected = RawTar.header("d/f", '0', 3);
        RawTar.put(expected, 100, "0100644\0");
        RawTar.put(expected, 108, "0000007\0");
        RawTar.put(expected, 116, "0000010\0");
        RawTar.put(expected, 136, "15301465011\0");
        RawTar.put(expected, 265, "user");
        RawTar.put(expected, 297, "group");
        RawTar.put(expected, 329, "0000000\0");
        RawTar.put(expected, 337, "0000000\0");
        TarEntry entry =
                TarEntry.builder(EntryType.FILE, "d/f")
                        .mode(0100644)
                        .uid(7)
                        .gid(8)
                        .userName("user")
                        .groupName("group")
                        .modified(Instant.ofEpochSecond(1795582473, 999_999_999))
                        .size(3)
                        .build();

        byte[] written = written(entry, "abc");

        byte[] archive = new RawTar().block(expected).data("abc".getBytes(UTF_8), '\0').ended();
        assertThat(written).isEqualTo(archive);
    }

    @Test
    void writesAPaxHeaderAsGoDoes() throws IOException {
        // taken from a layer that dockerd 20.10 committed: a name in Latin-1
        byte[] extended = RawTar.header("neu/PaxHeaders.0/caf", 'x', 17);
        RawTar.put(extended, 100, "0000000\0");
        RawTar.put(extended, 136, "00000000000\0");
        byte[] main = RawTar.header("neu/caf", '0', 0);
        RawTar.put(main, 100, "0100644\0");
        RawTar.put(main, 136, "00000000005\0");
        RawTar.put(main, 329, "0000000\0");
        RawTar.put(main, 337, "0000000\0");
        byte[] expected =
                new RawTar()
                        .block(extended)
                        .data("17 path=neu/caf\u00E9\n".getBytes(ISO_8859_1), '\0')
                        .block(main)
                        .ended();
        TarEntry entry =
                TarEntry.builder(EntryType.FILE, "neu/caf\u00E9".getBytes(ISO_8859_1))
                        .mode(0100644)
                        .modified(Instant.ofEpochSecond(5))
                        .build();

        assertThat(written(entry, "")).isEqualTo(expected);
    }

    @Test
    void aDirectoryGetsItsSlash() throws IOException {
        TarEntry bare = TarEntry.builder(EntryType.DIRECTORY, "d").build();
        TarEntry slashed = TarEntry.builder(EntryType.DIRECTORY, "d/").build();

        assertThat(Listing.names(written(bare, ""))).containsExactly("d/");
        assertThat(written(bare, "")).isEqualTo(written(slashed, ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 155, 256, 4000, 9980, 9990, 9995, 100000})
    void anyNameComesBack(int length) throws IOException {
        String name = "n/".repeat(length / 2) + "x".repeat(length % 2);
        TarEntry entry =
                TarEntry.builder(EntryType.SYMLINK, name)
                        .linkName(name.getBytes(UTF_8))
                        .userName(name)
                        .build();

        TarEntry read = Listing.only(written(entry, ""));

        assertThat(read.nameText()).isEqualTo(name);
        assertThat(read.linkText()).isEqualTo(name);
        assertThat(read.userName()).isEqualTo(name);
    }

    @Test
    void aShortenedNameDoesNotEndInASlash() throws IOException {
        String name = "d".repeat(98) + "//" + "file";
        byte[] written = written(TarEntry.builder(EntryType.FILE, name).build(), "");

        byte[] field = Arrays.copyOfRange(written, 1024, 1024 + 100);
        assertThat(new String(field, UTF_8)).isEqualTo("d".repeat(98) + "\0\0");
    }

    @Test
    void numbersThatFitNoFieldComeBack() throws IOException {
        TarEntry entry =
                TarEntry.builder(EntryType.CHAR_DEVICE, "n")
                        .uid(4294967294L)
                        .gid(2097152)
                        .device(4095, 1048575)
                        .modified(Instant.ofEpochSecond(-315619200))
                        .build();

        TarEntry read = Listing.only(written(entry, ""));

        assertThat(read.uid()).isEqualTo(4294967294L);
        assertThat(read.gid()).isEqualTo(2097152);
        assertThat(read.deviceMajor()).isEqualTo(4095);
        assertThat(read.deviceMinor()).isEqualTo(1048575);
        assertThat(read.modified()).isEqualTo(Instant.ofEpochSecond(-315619200));
    }

    @Test
    void xattrsComeBackAsBytes() throws IOException {
        byte[] capability = {1, 0, 0, 2, 0, '\n', '=', (byte) 0xFF};
        TarEntry entry =
                TarEntry.builder(EntryType.FILE, "f")
                        .xattr("user.z", new byte[0])
                        .xattr("security.capability", capability)
                        .xattr("user.a=b%", "v".getBytes(UTF_8))
                        .build();

        TarEntry read = Listing.only(written(entry, ""));

        assertThat(read.xattrs()).containsOnlyKeys("user.z", "security.capability", "user.a=b%");
        assertThat(read.xattrs().get("security.capability")).isEqualTo(capability);
        assertThat(read.xattrs().get("user.a=b%")).asString().isEqualTo("v");
    }

    @Test
    void timesAreInSecondsUnlessAskedFor() throws IOException {
        Instant time = Instant.ofEpochSecond(-2, 500_000_000);
        TarEntry entry =
                TarEntry.builder(EntryType.FILE, "f")
                        .modified(time)
                        .accessed(time)
                        .changed(time)
                        .build();
        ByteArrayOutputStream exact = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(exact, TarWriter.Times.EXACT)) {
            tar.entry(entry);
        }

        TarEntry inSeconds = Listing.only(written(entry, ""));
        TarEntry asItWas = Listing.only(exact.toByteArray());

        assertThat(inSeconds.modified()).isEqualTo(Instant.ofEpochSecond(-2));
        assertThat(inSeconds.accessed()).isEmpty();
        assertThat(asItWas.modified()).isEqualTo(time);
        assertThat(asItWas.accessed()).contains(time);
        assertThat(asItWas.changed()).contains(time);
    }

    @Test
    void contentMustBeAsLongAsTheEntrySays() throws IOException {
        TarEntry five = TarEntry.builder(EntryType.FILE, "f").size(5).build();
        TarWriter tar = new TarWriter(new ByteArrayOutputStream());
        tar.entry(five);

        assertThatThrownBy(() -> tar.write(new byte[6], 0, 6))
                .hasMessage("archive/tar: write too long");
        assertThatThrownBy(() -> tar.entry(five)).hasMessage("archive/tar: missed writing 5 bytes");
        assertThatThrownBy(tar::close).hasMessage("archive/tar: missed writing 5 bytes");
    }

    @Test
    void nothingComesAfterTheEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        tar.close();
        tar.close();

        assertThat(out.size()).isEqualTo(1024);
        assertThatThrownBy(() -> tar.entry(TarEntry.builder(EntryType.FIFO, "p").build()))
                .hasMessage("archive/tar: write after close");
    }

    @Test
    void whatNoHeaderCanSayIsRefused() {
        TarWriter tar = new TarWriter(new ByteArrayOutputStream());

        assertThatThrownBy(() -> tar.entry(TarEntry.builder(EntryType.FILE, "a\0b").build()))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("archive/tar: cannot encode header: NUL in path");
        assertThatThrownBy(
                        () ->
                                tar.entry(
                                        TarEntry.builder(EntryType.BLOCK_DEVICE, "a")
                                                .device(2097152, 0)
                                                .build()))
                .hasMessage("archive/tar: cannot encode header: device major 2097152 is too large");
        assertThatThrownBy(
                        () ->
                                tar.entry(
                                        TarEntry.builder(EntryType.FILE, "a")
                                                .xattr("user.big", new byte[1 << 20])
                                                .build()))
                .hasMessage("archive/tar: header field too long");
    }

    private static byte[] written(TarEntry entry, String content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            tar.entry(entry);
            byte[] bytes = content.getBytes(UTF_8);
            tar.write(bytes, 0, bytes.length);
        }
        return out.toByteArray();
    }
}
