package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenArchiveTest {
    private static final String INVALID = "archive/tar: invalid tar header";

    @Test
    void aCutAnywhereIsAnEndOrAnUnexpectedOne() throws IOException {
        byte[] archive =
                new RawTar()
                        .pax("path", "first")
                        .file("x", "one")
                        .file("second", "2".repeat(600))
                        .ended();
        int record = 512;
        int firstHeader = 2 * 512;
        int firstContent = 3 * 512;
        int secondHeader = 4 * 512;
        int secondContent = 5 * 512;
        int end = 7 * 512;

        for (int length = 0; length < archive.length; length++) {
            byte[] cut = Arrays.copyOf(archive, length);
            boolean wholeEntries =
                    length == 0
                            || (length >= record + 14 && length <= firstHeader)
                            || (length >= firstContent + 3 && length <= secondHeader)
                            || (length >= secondContent + 600 && length <= end)
                            || length == end + 512;
            if (wholeEntries) {
                Listing.of(cut);
            } else {
                assertThatThrownBy(() -> Listing.of(cut))
                        .as("cut at %d", length)
                        .isInstanceOf(ArchiveException.class)
                        .hasMessage("unexpected EOF");
            }
        }
    }

    @Test
    void aChangedByteIsReadOrRefusedAndNothingElse() {
        byte[] archive =
                new RawTar()
                        .pax("path", "first", "GNU.sparse.map", "0,3", "GNU.sparse.numblocks", "1")
                        .file("x", "one")
                        .directory("d/")
                        .ended();
        Random random = new Random(7);

        for (int at = 0; at < archive.length; at += archive[at] == 0 ? 9 : 1) {
            byte[] changed = archive.clone();
            changed[at] = (byte) random.nextInt(256);
            readOrRefuse(changed);
            int header = at / 512 * 512;
            byte[] block = Arrays.copyOfRange(changed, header, header + 512);
            System.arraycopy(RawTar.checksummed(block), 0, changed, header, 512);
            readOrRefuse(changed);
        }
    }

    private static void readOrRefuse(byte[] archive) {
        try {
            Listing.of(archive);
        } catch (ArchiveException expected) {
            assertThat(expected).hasMessageMatching("archive/tar: .*|unexpected EOF");
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100, 8",
        "100, x",
        "124, -1",
        "136, 99",
        "329, z",
        "148, 777777",
        "124, \u0080\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF",
        "124, \u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FE"
    })
    void aFieldThatIsNoNumberIsRefused(int field, String value) {
        byte[] block = RawTar.header("a", '0', 0);
        RawTar.put(block, field, value);
        RawTar tar = field == 148 ? new RawTar().raw(block) : new RawTar().block(block);

        refused(tar.ended(), INVALID);
    }

    @Test
    void textIsNoArchive() {
        refused("no tar at all, ".repeat(100).getBytes(ISO_8859_1), INVALID);
    }

    @Test
    void aBlockOfZerosIsFollowedByAnotherOrByNothing() {
        refused(new RawTar().raw(new byte[512]).file("a", "1").ended(), INVALID);
    }

    @ParameterizedTest
    @ValueSource(chars = {'x', 'g', 'L', 'K'})
    void aHeaderOverOneMebibyteIsRefused(char type) {
        RawTar tar = new RawTar().block(RawTar.header("big", type, (1 << 20) + 1));

        refused(tar.raw(new byte[1 << 21]).bytes(), "archive/tar: header field too long");
    }

    @ParameterizedTest
    @ValueSource(chars = {'x', 'g', 'L', 'K', '0'})
    void aSizeThatLiesCostsNoMemory(char type) {
        byte[] block = RawTar.header("huge", type, 0);
        RawTar.put(block, 124, "77777777777\0");

        refused(new RawTar().block(block).ended(), "unexpected EOF");
    }

    @Test
    void aNegativeSizeInARecordIsRefused() {
        refused(new RawTar().pax("size", "-1").file("a", "").ended(), INVALID);
    }

    @Test
    void aFailureOfTheStreamIsPassedOn() {
        InputStream failing = FailingInput.after(new byte[0]);

        assertThatThrownBy(() -> new TarReader(failing).next())
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void contentThatIsMissingIsToldByBothWaysToReadIt() throws IOException {
        byte[] cut = Arrays.copyOf(new RawTar().file("a", "12345").bytes(), 512 + 2);
        TarReader pushed = new TarReader(new ByteArrayInputStream(cut));
        TarReader pulled = new TarReader(new ByteArrayInputStream(cut));
        pushed.next();
        pulled.next();

        assertThatThrownBy(() -> pushed.transferTo((_, _, _) -> {})).hasMessage("unexpected EOF");
        assertThatThrownBy(() -> pulled.content().readAllBytes()).hasMessage("unexpected EOF");
    }

    private static void refused(byte[] archive, String message) {
        assertThatThrownBy(() -> Listing.of(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessage(message);
    }
}
