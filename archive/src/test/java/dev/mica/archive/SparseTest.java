package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparseTest {
    private static final int PIECES = 60; // more than a header and one extension block hold
    private static final int STRIDE = 64 * 1024;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"gnu, ''", "oldgnu, ''", "posix, 0.0", "posix, 0.1", "posix, 1.0"})
    void readsWhatGnuTarWrites(String format, String version) throws Exception {
        Programs.require("tar");
        Path file = sparseFile();
        List<String> command = new ArrayList<>(List.of("tar", "--sparse", "--format=" + format));
        if (!version.isEmpty()) {
            command.add("--sparse-version=" + version);
        }
        command.addAll(List.of("-cf", "archive.tar", "sparse", "after"));
        Files.writeString(folder.resolve("after"), "after");
        Programs.run(folder, command.toArray(String[]::new));
        byte[] archive = Files.readAllBytes(folder.resolve("archive.tar"));
        assertThat(archive).hasSizeLessThan((int) Files.size(file));

        TarReader tar = new TarReader(new ByteArrayInputStream(archive));
        TarEntry entry = tar.next();

        assertThat(entry).isNotNull();
        assertThat(entry.nameText()).isEqualTo("sparse");
        assertThat(entry.type()).isEqualTo(EntryType.FILE);
        assertThat(entry.size()).isEqualTo(Files.size(file));
        assertThat(tar.content().readAllBytes()).isEqualTo(Files.readAllBytes(file));
        assertThat(tar.next()).isNotNull().extracting(TarEntry::nameText).isEqualTo("after");
        assertThat(tar.content().readAllBytes()).asString().isEqualTo("after");
        assertThat(Unpacked.of(archive).assembled()).isEqualTo(archive);
    }

    private Path sparseFile() throws IOException {
        Path path = folder.resolve("sparse");
        try (FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            for (int i = 1; i <= PIECES; i++) {
                file.write(ByteBuffer.wrap(("piece " + i).getBytes(UTF_8)), (long) i * STRIDE);
            }
            file.write(ByteBuffer.wrap(new byte[1]), (PIECES + 2L) * STRIDE);
        }
        return path;
    }

    @Test
    void tellsTheSinkOfHoles() throws IOException {
        byte[] archive =
                sparse("2", "2,3,8,2", "12", 5).data("abcde".getBytes(UTF_8), '\0').ended();
        TarReader tar = new TarReader(new ByteArrayInputStream(archive));
        tar.next();
        StringBuilder seen = new StringBuilder();

        tar.transferTo(
                new ContentSink() {
                    @Override
                    public void data(byte[] buffer, int offset, int length) {
                        seen.append(new String(buffer, offset, length, UTF_8));
                    }

                    @Override
                    public void hole(long length) {
                        seen.append('(').append(length).append(')');
                    }
                });

        assertThat(seen).hasToString("(2)abc(3)de(2)");
    }

    @Test
    void aSinkThatKnowsNoHolesGetsZeros() throws IOException {
        byte[] archive = sparse("1", "70000,1", "70001", 1).data(new byte[] {'x'}, '\0').ended();

        Listing.Item item = Listing.of(archive).getFirst();

        assertThat(item.content()).isEqualTo("\0".repeat(70000) + "x");
    }

    @Test
    void aFileMayBeAllHole() throws IOException {
        assertThat(Listing.of(sparse("0", "", "5", 0).ended()).getFirst().content())
                .isEqualTo("\0\0\0\0\0");
    }

    @ParameterizedTest
    @CsvSource({
        "1, '5,-1'", "1, '-1,5'", "2, '0,5,4,1'", "2, '4,1,0,4'", "1, '0,13'", "1, '10,6'",
        "1, '9223372036854775807,1'", "2, '0,5'", "1, '0'", "1, '0,5,'", "1, 'a,5'", "-1, ''"
    })
    void aMapThatCannotBeIsRefused(String pieces, String map) {
        byte[] archive = sparse(pieces, map, "12", 5).data(new byte[5], '\0').ended();

        assertThatThrownBy(() -> Listing.of(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("archive/tar: invalid tar header");
    }

    @Test
    void aMapOfMoreThanThereIsIsRefused() {
        byte[] archive = sparse("1", "0,10", "12", 5).data(new byte[5], '\0').ended();

        assertThatThrownBy(() -> Listing.of(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("archive/tar: sparse file references non-existent data");
    }

    @Test
    void dataThatNoMapSpeaksOfIsRefused() {
        byte[] archive = sparse("1", "0,3", "12", 5).data(new byte[5], '\0').ended();

        assertThatThrownBy(() -> Listing.of(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("archive/tar: sparse file contains unreferenced data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\n", "1\nx\n5\n", "1\n\n5\n", "99999999999999999999\n"})
    void aMapInTheContentThatIsNoneIsRefused(String map) {
        RawTar tar = new RawTar();
        tar.pax("GNU.sparse.major", "1", "GNU.sparse.minor", "0", "GNU.sparse.realsize", "5");
        byte[] archive = tar.file("a", map + "\0".repeat(512 - map.length())).ended();

        assertThatThrownBy(() -> Listing.of(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("archive/tar: invalid tar header");
    }

    @Test
    void aMapInTheContentIsBounded() {
        RawTar tar = new RawTar().pax("GNU.sparse.major", "1", "GNU.sparse.minor", "0");
        byte[] archive = tar.file("a", "9999999\n" + "0\n".repeat(1 << 20)).ended();

        assertThatThrownBy(() -> Listing.of(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("archive/tar: sparse map too long");
    }

    @Test
    void extensionBlocksAreBounded() {
        byte[] header = RawTar.header("a", 'S', 0);
        RawTar.put(header, 257, "ustar  \0");
        header[482] = 1;
        byte[] extension = new byte[512];
        extension[504] = 1;
        RawTar tar = new RawTar().block(header);
        for (int i = 0; i < 2100; i++) {
            tar.raw(extension);
        }

        assertThatThrownBy(() -> Listing.of(tar.ended()))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("archive/tar: sparse map too long");
    }

    @Test
    void aVersionThatNobodyKnowsIsAFileLikeAnyOther() throws IOException {
        byte[] archive =
                new RawTar()
                        .pax("GNU.sparse.major", "2", "GNU.sparse.minor", "0")
                        .file("a", "12345")
                        .ended();

        assertThat(Listing.of(archive).getFirst().content()).isEqualTo("12345");
    }

    /** The headers of a sparse file. */
    private static RawTar sparse(String pieces, String map, String size, int stored) {
        RawTar tar = new RawTar();
        tar.pax(
                "GNU.sparse.major",
                "0",
                "GNU.sparse.minor",
                "1",
                "GNU.sparse.name",
                "real",
                "GNU.sparse.size",
                size,
                "GNU.sparse.numblocks",
                pieces,
                "GNU.sparse.map",
                map);
        return tar.block(RawTar.header("GNUSparseFile.0/real", '0', stored));
    }
}
