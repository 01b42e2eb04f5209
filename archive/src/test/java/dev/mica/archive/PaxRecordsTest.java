package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaxRecordsTest {

    @Test
    void recordsTakeThePlaceOfTheHeader() throws IOException {
        TarEntry entry =
                entry(
                        "path",
                        "p\u00FC/long",
                        "linkpath",
                        "to",
                        "uname",
                        "u\u00FC",
                        "gname",
                        "g",
                        "uid",
                        "4294967294",
                        "gid",
                        "-1",
                        "atime",
                        "5",
                        "ctime",
                        "6.5");

        assertThat(entry.nameText()).isEqualTo("p\u00FC/long");
        assertThat(entry.linkText()).isEqualTo("to");
        assertThat(entry.userName()).isEqualTo("u\u00FC");
        assertThat(entry.groupName()).isEqualTo("g");
        assertThat(entry.uid()).isEqualTo(4294967294L);
        assertThat(entry.gid()).isEqualTo(-1);
        assertThat(entry.accessed()).contains(Instant.ofEpochSecond(5));
        assertThat(entry.changed()).contains(Instant.ofEpochSecond(6, 500_000_000));
    }

    @Test
    void anEmptyRecordLeavesTheHeader() throws IOException {
        assertThat(entry("path", "").nameText()).isEqualTo("name");
    }

    @Test
    void aRecordCountsForOneEntryOnly() throws IOException {
        byte[] archive =
                new RawTar().pax("path", "first").file("x", "1").file("second", "2").ended();

        assertThat(Listing.names(archive)).containsExactly("first", "second");
    }

    @Test
    void theLastOfTwoHeadersCounts() throws IOException {
        byte[] archive =
                new RawTar()
                        .pax("path", "one", "uid", "7")
                        .pax("path", "two")
                        .file("x", "")
                        .ended();

        TarEntry entry = Listing.only(archive);

        assertThat(entry.nameText()).isEqualTo("two");
        assertThat(entry.uid()).isZero();
    }

    @Test
    void aSizeInARecordCounts() throws IOException {
        byte[] archive =
                new RawTar()
                        .pax("size", "5")
                        .block(RawTar.header("a", '0', 0))
                        .data("hello".getBytes(UTF_8), '\0')
                        .file("b", "b")
                        .ended();

        assertThat(Listing.of(archive))
                .extracting(Listing.Item::content)
                .containsExactly("hello", "b");
    }

    @Test
    void aGlobalHeaderIsAnEntryAndChangesNoOther() throws IOException {
        byte[] archive =
                new RawTar().pax('g', "uid", "7", "comment", "c0ffee").file("a", "1").ended();

        assertThat(Listing.of(archive))
                .extracting(i -> i.entry().type())
                .containsExactly(EntryType.GLOBAL_HEADER, EntryType.FILE);
        assertThat(Listing.of(archive).get(1).entry().uid()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1, 500000000",
        "1, 1, 0",
        "1., 1, 0",
        "0.000000001, 0, 1",
        "-1.5, -2, 500000000",
        "-0.25, -1, 750000000",
        "1.1234567899, 1, 123456789",
        "-315619200, -315619200, 0"
    })
    void timesMayHaveAFractionAndBeBefore1970(String text, long seconds, int nanoseconds)
            throws IOException {
        assertThat(entry("mtime", text).modified())
                .isEqualTo(Instant.ofEpochSecond(seconds).plusNanos(nanoseconds));
    }

    @Test
    void aTimeThatJavaCannotSayIsTheLastItCan() throws IOException {
        assertThat(entry("mtime", "9223372036854775807").modified()).isEqualTo(Instant.MAX);
        assertThat(entry("mtime", "-9223372036854775808").modified()).isEqualTo(Instant.MIN);
    }

    @Test
    void readsXattrsOfBothWriters() throws IOException {
        TarEntry entry =
                entry(
                        "SCHILY.xattr.user.a", "v\0w",
                        "LIBARCHIVE.xattr.user.b%3Dc", "djE",
                        "LIBARCHIVE.xattr.user.a", "bm8=",
                        "LIBARCHIVE.xattr.user.bad", "!",
                        "SCHILY.xattr.user.empty", "");

        assertThat(entry.xattrs()).containsOnlyKeys("user.a", "user.b=c", "user.empty");
        assertThat(entry.xattrs().get("user.a")).asString(UTF_8).isEqualTo("v\0w");
        assertThat(entry.xattrs().get("user.b=c")).asString(UTF_8).isEqualTo("v1");
        assertThat(entry.xattrs().get("user.empty")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "5 a\n",
                "6 a=b",
                "7 a=b\n",
                "5 a=b\n",
                "99 a=b\n",
                "4 =\n",
                "6 =bc\n",
                "-6 a=b\n",
                " 6 a=b\n",
                "99999999999999999999 a=b\n",
                "16 size=00x0000\n",
                "12 mtime=1x\n",
                "11 uid=1.5\n",
                "13 mtime=1.x\n",
                "12 path=a\0b\n",
                "8 k\0=v\n"
            })
    void aRecordThatIsNoneIsRefused(String data) {
        RawTar tar = new RawTar().block(RawTar.header("pax", 'x', data.length()));
        byte[] archive = tar.data(data.getBytes(UTF_8), '\0').file("a", "1").ended();

        assertThatThrownBy(() -> Listing.of(archive))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("archive/tar: invalid tar header");
    }

    private static TarEntry entry(String... records) throws IOException {
        return Listing.only(new RawTar().pax(records).file("name", "").ended());
    }
}
