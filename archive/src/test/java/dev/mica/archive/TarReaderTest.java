package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TarReaderTest {

    @Test
    void readsEntriesAndTheirContent() throws IOException {
        byte[] archive =
                new RawTar()
                        .directory("d/")
                        .file("d/a", "one")
                        .file("d/b", "2".repeat(513))
                        .ended();

        List<Listing.Item> items = Listing.of(archive);

        assertThat(items).extracting(i -> i.entry().nameText()).containsExactly("d/", "d/a", "d/b");
        assertThat(items)
                .extracting(i -> i.entry().type())
                .containsExactly(EntryType.DIRECTORY, EntryType.FILE, EntryType.FILE);
        assertThat(items)
                .extracting(Listing.Item::content)
                .containsExactly("", "one", "2".repeat(513));
    }

    @Test
    void anEmptyStreamIsAnEmptyArchive() throws IOException {
        assertThat(Listing.of(new byte[0])).isEmpty();
    }

    @Test
    void anArchiveMayEndWithoutItsBlocksOfZeros() throws IOException {
        assertThat(Listing.names(new RawTar().file("a", "1").bytes())).containsExactly("a");
    }

    @Test
    void oneBlockOfZerosIsEnough() throws IOException {
        byte[] archive = new RawTar().file("a", "1").raw(new byte[512]).bytes();

        assertThat(Listing.names(archive)).containsExactly("a");
    }

    @Test
    void theLastPaddingMayBeShort() throws IOException {
        byte[] archive = new RawTar().file("a", "1").bytes();

        assertThat(Listing.names(Arrays.copyOf(archive, 600))).containsExactly("a");
    }

    @Test
    void whatFollowsTheEndIsOfNoConcern() throws IOException {
        byte[] archive = new RawTar().file("a", "1").raw(new byte[1024]).raw("garbage").bytes();

        assertThat(Listing.names(archive)).containsExactly("a");
    }

    @Test
    void passesOverContentThatNobodyReads() throws IOException {
        byte[] archive = new RawTar().file("a", "x".repeat(2000)).file("b", "y").ended();
        TarReader tar = new TarReader(new ByteArrayInputStream(archive));

        tar.next();
        assertThat(tar.content().readNBytes(10)).hasSize(10);
        TarEntry second = tar.next();

        assertThat(second).isNotNull().extracting(TarEntry::nameText).isEqualTo("b");
        assertThat(new String(tar.content().readAllBytes(), UTF_8)).isEqualTo("y");
    }

    @Test
    void readsAStreamThatGivesAByteAtATime() throws IOException {
        byte[] archive = new RawTar().pax("path", "long").file("a", "content").ended();
        InputStream dripping =
                new ByteArrayInputStream(archive) {
                    @Override
                    public int read(byte[] target, int offset, int length) {
                        return super.read(target, offset, Math.min(1, length));
                    }
                };

        TarReader tar = new TarReader(dripping);
        TarEntry entry = tar.next();

        assertThat(entry).isNotNull().extracting(TarEntry::nameText).isEqualTo("long");
        assertThat(tar.content().readAllBytes()).asString().isEqualTo("content");
        assertThat(tar.next()).isNull();
    }

    @Test
    void takesASignedChecksumToo() throws IOException {
        byte[] block = RawTar.checksummed(RawTar.header("caf\u00E9", '0', 0));
        int signed = 0;
        for (int i = 0; i < block.length; i++) {
            signed += i >= 148 && i < 156 ? ' ' : block[i];
        }
        RawTar.put(block, 148, String.format("%06o\0 ", signed));

        assertThat(Listing.names(new RawTar().raw(block).ended())).containsExactly("caf\u00E9");
    }

    @Test
    void joinsUstarsPrefix() throws IOException {
        byte[] block = RawTar.header("name", '0', 0);
        RawTar.put(block, 345, "some/prefix");

        assertThat(Listing.names(new RawTar().block(block).ended()))
                .containsExactly("some/prefix/name");
    }

    @Test
    void aNameMayFillItsField() throws IOException {
        String name = "n".repeat(100);

        assertThat(Listing.names(new RawTar().file(name, "1").ended())).containsExactly(name);
    }

    @Test
    void anArchiveOlderThanUstarHasDirectoriesByTheirSlash() throws IOException {
        byte[] directory = RawTar.header("d/", '\0', 0);
        byte[] file = RawTar.header("f", '\0', 0);
        Arrays.fill(directory, 257, 265, (byte) 0);
        Arrays.fill(file, 257, 265, (byte) 0);

        List<Listing.Item> items = Listing.of(new RawTar().block(directory).block(file).ended());

        assertThat(items)
                .extracting(i -> i.entry().type())
                .containsExactly(EntryType.DIRECTORY, EntryType.FILE);
    }

    @ParameterizedTest
    @CsvSource({
        "0,FILE",
        "7,FILE",
        "1,HARD_LINK",
        "2,SYMLINK",
        "3,CHAR_DEVICE",
        "4,BLOCK_DEVICE",
        "5,DIRECTORY",
        "6,FIFO",
        "V,OTHER",
        "D,OTHER"
    })
    void knowsTheTypes(char flag, EntryType type) throws IOException {
        TarEntry entry = Listing.only(new RawTar().block(RawTar.header("a", flag, 0)).ended());

        assertThat(entry.type()).isEqualTo(type);
        assertThat(entry.typeFlag()).isEqualTo(flag);
    }

    @Test
    void aHardLinkHasNoContentWhateverItsSize() throws IOException {
        byte[] link = RawTar.header("b", '1', 5);
        RawTar.put(link, 157, "a");

        List<Listing.Item> items =
                Listing.of(new RawTar().file("a", "hello").block(link).file("c", "3").ended());

        assertThat(items).extracting(Listing.Item::content).containsExactly("hello", "", "3");
        assertThat(items.get(1).entry().linkText()).isEqualTo("a");
    }

    @Test
    void readsNumbersInBinary() throws IOException {
        byte[] block = RawTar.header("a", '0', 0);
        RawTar.put(block, 108, "\u0080\0\0\0\0\u00FF\u00FF\u00FF");
        RawTar.put(
                block,
                136,
                "\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FE");

        TarEntry entry = Listing.only(new RawTar().block(block).ended());

        assertThat(entry.uid()).isEqualTo(0xFFFFFF);
        assertThat(entry.modified()).isEqualTo(Instant.ofEpochSecond(-2));
    }

    @Test
    void readsNumbersPaddedWithSpaces() throws IOException {
        byte[] block = RawTar.header("a", '0', 0);
        RawTar.put(block, 100, "  755 \0 ");
        RawTar.put(block, 108, "\0\0\0\0\0\0\0\0");

        TarEntry entry = Listing.only(new RawTar().block(block).ended());

        assertThat(entry.mode()).isEqualTo(0755);
        assertThat(entry.uid()).isZero();
    }

    @Test
    void readsGnusLongNames() throws IOException {
        String name = "n".repeat(300);
        String target = "t".repeat(200);
        RawTar tar = new RawTar();
        tar.block(RawTar.header("././@LongLink", 'L', 301));
        tar.data((name + "\0").getBytes(ISO_8859_1), '\0');
        tar.block(RawTar.header("././@LongLink", 'K', 200));
        tar.data(target.getBytes(ISO_8859_1), '\0');
        tar.block(RawTar.header("short", '2', 0));

        TarEntry entry = Listing.only(tar.ended());

        assertThat(entry.nameText()).isEqualTo(name);
        assertThat(entry.linkText()).isEqualTo(target);
    }

    @Test
    void gnusTimesAreNoPrefix() throws IOException {
        byte[] block = RawTar.header("a", '0', 0);
        RawTar.put(block, 257, "ustar  \0");
        RawTar.put(block, 345, "00000000005\000000000007\0");

        TarEntry entry = Listing.only(new RawTar().block(block).ended());

        assertThat(entry.nameText()).isEqualTo("a");
        assertThat(entry.accessed()).contains(Instant.ofEpochSecond(5));
        assertThat(entry.changed()).contains(Instant.ofEpochSecond(7));
    }

    @Test
    void givesNamesAsTheBytesTheyAre() throws IOException {
        TarEntry entry = Listing.only(new RawTar().file("caf\u00E9", "1").ended());

        assertThat(entry.name()).containsExactly('c', 'a', 'f', 0xE9);
        assertThat(entry.nameText()).isEqualTo("caf\uFFFD");
    }
}
