package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python's {@code tarfile} agrees, which made many of the images that are about. */
class PythonTarTest {
    @TempDir Path folder;

    @BeforeEach
    void needsPython() {
        Programs.require("python3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USTAR", "GNU", "PAX"})
    void readsWhatItWrites(String format) throws Exception {
        python(
                """
                import io, sys, tarfile
                form = tarfile.%s_FORMAT
                with tarfile.open("a.tar", "w", format=form, encoding="utf-8") as t:
                    def add(name, type=tarfile.REGTYPE, data=b"", **k):
                        i = tarfile.TarInfo(name)
                        i.type, i.size, i.mode = type, len(data), 0o4755
                        i.mtime = 1700000000
                        for key, value in k.items(): setattr(i, key, value)
                        t.addfile(i, io.BytesIO(data))
                    add("d", tarfile.DIRTYPE)
                    add("d/" + "n" * 90 + "/" + "m" * 90, data=b"hello", uid=7, gid=8, uname="u")
                    add("d/\\u00fc", data=b"x" * 600)
                    add("d/h", tarfile.LNKTYPE, linkname="d/\\u00fc")
                    add("d/s", tarfile.SYMTYPE, linkname="../e")
                    add("d/c", tarfile.CHRTYPE, devmajor=1, devminor=3)
                    add("d/p", tarfile.FIFOTYPE)
                """
                        .formatted(format));
        byte[] archive = Files.readAllBytes(folder.resolve("a.tar"));

        List<Listing.Item> items = Listing.of(archive);

        assertThat(items)
                .extracting(i -> i.entry().type())
                .containsExactly(
                        EntryType.DIRECTORY,
                        EntryType.FILE,
                        EntryType.FILE,
                        EntryType.HARD_LINK,
                        EntryType.SYMLINK,
                        EntryType.CHAR_DEVICE,
                        EntryType.FIFO);
        TarEntry longName = items.get(1).entry();
        assertThat(longName.nameText()).isEqualTo("d/" + "n".repeat(90) + "/" + "m".repeat(90));
        assertThat(longName.uid()).isEqualTo(7);
        assertThat(longName.gid()).isEqualTo(8);
        assertThat(longName.userName()).isEqualTo("u");
        assertThat(longName.mode()).isEqualTo(04755);
        assertThat(longName.modified()).isEqualTo(Instant.ofEpochSecond(1700000000));
        assertThat(items.get(1).content()).isEqualTo("hello");
        assertThat(items.get(2).entry().nameText()).isEqualTo("d/\u00FC");
        assertThat(items.get(2).content()).isEqualTo("x".repeat(600));
        assertThat(items.get(3).entry().linkText()).isEqualTo("d/\u00FC");
        assertThat(items.get(4).entry().linkText()).isEqualTo("../e");
        assertThat(items.get(5).entry().deviceMajor()).isEqualTo(1);
        assertThat(items.get(5).entry().deviceMinor()).isEqualTo(3);
        assertThat(Unpacked.of(archive).assembled()).isEqualTo(archive);
    }

    @Test
    void readsItsTimesXattrsAndBytes() throws Exception {
        python(
                """
                import tarfile
                with tarfile.open("a.tar", "w", format=tarfile.PAX_FORMAT,
                                  pax_headers={"comment": "global"}) as t:
                    i = tarfile.TarInfo("caf\\udce9")
                    i.mtime = -1.5
                    i.uid = 4294967294
                    i.pax_headers = {"SCHILY.xattr.user.mica": "value", "atime": "5.25"}
                    t.addfile(i)
                """);

        List<Listing.Item> items = Listing.of(Files.readAllBytes(folder.resolve("a.tar")));

        assertThat(items.getFirst().entry().type()).isEqualTo(EntryType.GLOBAL_HEADER);
        TarEntry entry = items.get(1).entry();
        assertThat(entry.name()).isEqualTo("caf\u00E9".getBytes(ISO_8859_1));
        assertThat(entry.modified()).isEqualTo(Instant.ofEpochMilli(-1500));
        assertThat(entry.accessed()).contains(Instant.ofEpochMilli(5250));
        assertThat(entry.uid()).isEqualTo(4294967294L);
        assertThat(entry.xattrs().get("user.mica")).asString().isEqualTo("value");
    }

    @Test
    void readsWhatWeWrite() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out, TarWriter.Times.EXACT)) {
            tar.entry(
                    TarEntry.builder(EntryType.FILE, "d/" + "\u00FC".repeat(80))
                            .mode(0100600)
                            .uid(3000000)
                            .modified(Instant.ofEpochMilli(-1500))
                            .size(5)
                            .xattr("user.mica", new byte[] {'v'})
                            .build());
            tar.write(new byte[] {'h', 'e', 'l', 'l', 'o'}, 0, 5);
        }
        Files.write(folder.resolve("a.tar"), out.toByteArray());

        python(
                """
                import tarfile
                with tarfile.open("a.tar") as t:
                    [i] = t.getmembers()
                    assert i.name == "d/" + "\\u00fc" * 80, i.name
                    assert i.mode == 0o100600 and i.uid == 3000000, (i.mode, i.uid)
                    assert i.mtime == -1.5, i.mtime
                    assert i.pax_headers["SCHILY.xattr.user.mica"] == "v", i.pax_headers
                    assert t.extractfile(i).read() == b"hello"
                """);
    }

    private void python(String script) throws Exception {
        Programs.run(folder, "python3", "-c", script);
    }
}
