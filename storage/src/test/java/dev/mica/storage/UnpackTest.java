package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.linux.Directory;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a layer's archive on disk. The times of what an entry names are 1700000000. */
class UnpackTest {
    private static final String CAPABILITY = "0100000200200000000000000000000000000000";
    private static final String ACL =
            "0200000001000600ffffffff020007000500000004000400ffffffff10000700ffffffff20000400ffffffff";
    private static final String T = " 1700000000.000000000";

    @RegisterExtension final StoreFixture store = new StoreFixture();

    /** Unpacks, lists what is there, and checks that the archive can be had back. */
    private Map<String, String> unpack(TarBytes tar) throws IOException {
        return unpack(tar.toBytes());
    }

    private Map<String, String> unpack(byte[] tar) throws IOException {
        ReadOnlyLayer layer =
                store.layers.register(new ByteArrayInputStream(tar), Optional.empty());
        try {
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            layer.writeTar(back);
            assertThat(back.toByteArray()).as("the archive given back").isEqualTo(tar);
            return TreeListing.of(store.diff(layer));
        } finally {
            store.layers.release(layer);
        }
    }

    private void refused(TarBytes tar, String why) throws IOException {
        assertThatThrownBy(() -> store.register(tar)).hasMessageContaining(why);
        assertThat(store.driverLayers()).isEmpty();
    }

    @Test
    void everyKindOfEntryBecomesWhatItSays() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .mode(01777)
                        .owner(1, 2)
                        .directory("d")
                        .mode(0640)
                        .owner(3, 4)
                        .file("d/f", "content")
                        .symlink("d/s", "../anywhere")
                        .link("d/h", "d/f")
                        .mode(0600)
                        .device('3', "d/c", 1, 3)
                        .mode(0660)
                        .owner(0, 6)
                        .device('4', "d/b", 7, 300)
                        .mode(0622)
                        .fifo("d/p");
        assertThat(unpack(tar))
                .containsExactly(
                        Map.entry("d", "d 1777 1:2" + T),
                        Map.entry("d/b", "b 0660 0:6" + T + " 7:300"),
                        Map.entry("d/c", "c 0600 0:0" + T + " 1:3"),
                        Map.entry("d/f", "f 0644 0:0" + T + " content = d/f"),
                        Map.entry("d/h", "f 0644 0:0" + T + " content = d/f"),
                        Map.entry("d/p", "p 0622 0:0" + T),
                        Map.entry("d/s", "l 0777 0:0" + T + " -> ../anywhere"));
    }

    @Test
    void setIdBitsOutliveTheChangeOfOwner() throws IOException {
        assertThat(unpack(new TarBytes().mode(06755).owner(5, 6).file("f", "x")))
                .containsEntry("f", "f 6755 5:6" + T + " x");
    }

    @Test
    void entriesDoNotInheritFromASetGroupIdDirectory() throws IOException {
        TarBytes tar = new TarBytes().mode(02775).owner(0, 50).directory("d");
        tar.file("d/f", "x").directory("d/e");
        assertThat(unpack(tar))
                .containsEntry("d/f", "f 0644 0:0" + T + " x")
                .containsEntry("d/e", "d 0755 0:0" + T);
    }

    @Test
    void timesMayBeBefore1970AndFinerThanASecond() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .time("-5.5")
                        .directory("d")
                        .time("-1.25")
                        .file("d/f", "x")
                        .time("-9.75")
                        .symlink("d/s", "f")
                        .time("1600000000.123456789")
                        .file("d/g", "y");
        assertThat(unpack(tar))
                .containsExactly(
                        Map.entry("d", "d 0755 0:0 -6.500000000"),
                        Map.entry("d/f", "f 0644 0:0 -2.750000000 x"),
                        Map.entry("d/g", "f 0644 0:0 1600000000.123456789 y"),
                        Map.entry("d/s", "l 0777 0:0 -10.250000000 -> f"));
    }

    @Test
    void attributesThatAProgramMadeAreKept() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .xattr("user.one", "1")
                        .directory("d")
                        .xattr("user.two", "2")
                        .file("f", "x")
                        .xattr("security.capability", HexFormat.of().parseHex(CAPABILITY))
                        .owner(5, 5)
                        .mode(0755)
                        .file("ping", "x")
                        .xattr("system.posix_acl_access", HexFormat.of().parseHex(ACL))
                        .mode(0674)
                        .file("acl", "x");
        assertThat(unpack(tar))
                .containsExactly(
                        Map.entry("acl", "f 0674 0:0" + T + " x system.posix_acl_access=" + ACL),
                        Map.entry("d", "d 0755 0:0" + T + " user.one=31"),
                        Map.entry("f", "f 0644 0:0" + T + " x user.two=32"),
                        Map.entry(
                                "ping", "f 0755 5:5" + T + " x security.capability=" + CAPABILITY));
    }

    @Test
    void attributesOfTheUnionAndTheKernelAreDropped() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .xattr("trusted.overlay.opaque", "y")
                        .directory("d")
                        .xattr("trusted.overlay.redirect", "/etc")
                        .directory("e")
                        .xattr("trusted.overlay.metacopy", "")
                        .xattr("trusted.x", "1")
                        .xattr("security.ima", "1")
                        .xattr("nonsense", "1")
                        .file("f", "x");
        assertThat(unpack(tar))
                .containsExactly(
                        Map.entry("d", "d 0755 0:0" + T),
                        Map.entry("e", "d 0755 0:0" + T),
                        Map.entry("f", "f 0644 0:0" + T + " x"));
    }

    @Test
    void deletionsTakeTheKernelsForm() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .owner(7, 8)
                        .whiteout("d/.wh.gone")
                        .directory("o")
                        .whiteout("o/.wh..wh..opq")
                        .file("o/new", "n");
        assertThat(unpack(tar))
                .hasEntrySatisfying("d", line -> assertThat(line).startsWith("d 0755 0:0"))
                .containsEntry("d/gone", "c 0000 7:8 0:0")
                .containsEntry("o", "d 0755 0:0" + T + " trusted.overlay.opaque=79")
                .hasSize(4);
    }

    @Test
    void theRootIsMarkedOpaqueAlthoughTheKernelDoesNotLook() throws IOException {
        ReadOnlyLayer layer =
                store.register(new TarBytes().whiteout(".wh..wh..opq").file("new", ""));
        assertThat(Files.getAttribute(store.diff(layer), "unix:mode")).isEqualTo(040755);
        try (Directory diff = Directory.open(Linux.system(), store.diff(layer).toString())) {
            assertThat(Linux.system().fgetxattr(diff.fd(), "trusted.overlay.opaque"))
                    .isEqualTo(new byte[] {'y'});
        }
        store.layers.release(layer);
    }

    @Test
    void aWhiteoutBesideAnEntryOfItsNameMeansTheLayersBelow() throws IOException {
        assertThat(unpack(new TarBytes().whiteout(".wh.f").file("f", "x")))
                .containsExactly(Map.entry("f", "f 0644 0:0" + T + " x"));
        assertThat(unpack(new TarBytes().file("f", "x").whiteout(".wh.f")))
                .containsExactly(Map.entry("f", "f 0644 0:0" + T + " x"));
        assertThat(unpack(new TarBytes().whiteout(".wh.d").directory("d")))
                .containsExactly(Map.entry("d", "d 0755 0:0" + T + " trusted.overlay.opaque=79"));
        assertThat(unpack(new TarBytes().directory("d").whiteout(".wh.d")))
                .containsExactly(Map.entry("d", "d 0755 0:0" + T + " trusted.overlay.opaque=79"));
    }

    @Test
    void aWhiteoutsContentAndAufsBooksAreGivenBackAndNotUnpacked() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .file(".wh.f", "why not")
                        .directory(".wh..wh.plnk")
                        .file(".wh..wh.plnk/1.2", "parked")
                        .file(".wh..wh.aufs", "");
        assertThat(unpack(tar)).containsOnlyKeys("f");
    }

    @Test
    void namesStayInsideTheLayer() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .file("../../up", "1")
                        .file("/absolute", "2")
                        .file("a/../../b", "3")
                        .file("./c//d/./e", "4");
        assertThat(unpack(tar)).containsOnlyKeys("up", "absolute", "b", "c", "c/d", "c/d/e");
    }

    @Test
    void anEntryBelowALinkOfTheLayerGoesWhereItLeadsInside() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .directory("usr/lib")
                        .symlink("lib", "usr/lib")
                        .symlink("abs", "/usr/lib")
                        .symlink("out", "../../../../usr")
                        .file("lib/one", "1")
                        .file("abs/two", "2")
                        .file("out/lib/three", "3");
        assertThat(unpack(tar)).containsKeys("usr/lib/one", "usr/lib/two", "usr/lib/three");
    }

    @Test
    void aLinkThatLeadsNowhereIsNotFilled() throws IOException {
        refused(
                new TarBytes().symlink("etc", "/nowhere").file("etc/passwd", "x"),
                "open /etc/passwd: no such file or directory");
    }

    @Test
    void aLinkNeverLeadsOut(@TempDir Path outside) throws IOException {
        TarBytes tar = new TarBytes().symlink("l", outside.toString()).file("l/escaped", "x");
        assertThatThrownBy(() -> store.register(tar)).hasMessageContaining("no such file");
        assertThat(outside).isEmptyDirectory();
        TarBytes proc = new TarBytes().symlink("p", "/proc/self/cwd").file("p/x", "x");
        assertThatThrownBy(() -> store.register(proc)).hasMessageContaining("/p/x");
    }

    @Test
    void hardLinksStayInsideTheLayer() throws IOException {
        TarBytes tar =
                new TarBytes()
                        .file("a", "x")
                        .link("b", "/a")
                        .link("c", "../../../a")
                        .symlink("s", "a")
                        .link("t", "s");
        assertThat(unpack(tar))
                .containsEntry("b", "f 0644 0:0" + T + " x = a")
                .containsEntry("c", "f 0644 0:0" + T + " x = a")
                .containsEntry("t", "l 0777 0:0" + T + " -> a = s");
        refused(
                new TarBytes().link("b", "/etc/hostname"),
                "link /etc/hostname /b: no such file or directory");
    }

    @Test
    void whatComesTwiceIsRefused() throws IOException {
        String why = "duplicates of file paths not supported";
        refused(new TarBytes().file("a", "1").file("a", "2"), why);
        refused(new TarBytes().file("a", "1").file("./a", "2"), why);
        refused(new TarBytes().file("a", "1").file("/a", "2"), why);
        refused(new TarBytes().directory("a").directory("a/"), why);
        refused(new TarBytes().file("d/x", "1").symlink("l", "d").file("l/x", "2"), why);
    }

    @Test
    void aWhiteoutMustNameSomething() throws IOException {
        String why = "failed to mknod(\"/\", S_IFCHR, 0): file exists";
        refused(new TarBytes().whiteout(".wh."), why);
        refused(new TarBytes().whiteout(".wh.."), why);
        refused(new TarBytes().whiteout(".wh..."), why);
    }

    @Test
    void whatNoFileSystemTakesIsRefusedByName() throws IOException {
        refused(new TarBytes().file("n".repeat(256), ""), "file name too long");
        refused(new TarBytes().symlink("s", "x".repeat(4096)), "file name too long");
        refused(new TarBytes().file("f", "x").file("f/g", "y"), "/f/g: not a directory");
        refused(new TarBytes().entry('V', "v", "", new byte[0], 0, 0, 0), "tar header type 86");
        refused(new TarBytes().device('3', "d", 1 << 20, 0), "out of range");
    }

    @Test
    void theRootsOwnEntryIsPassedOverAsArchiversWriteIt() throws IOException {
        ReadOnlyLayer layer =
                store.register(new TarBytes().mode(0700).owner(5, 5).directory("./").file("a", ""));
        assertThat(Files.getAttribute(store.diff(layer), "unix:mode")).isEqualTo(040755);
        store.layers.release(layer);
        ReadOnlyLayer named =
                store.register(new TarBytes().mode(0700).owner(5, 5).directory("/").file("a", ""));
        assertThat(Files.getAttribute(store.diff(named), "unix:mode")).isEqualTo(040700);
        assertThat(Files.getAttribute(store.diff(named), "unix:uid")).isEqualTo(5);
        store.layers.release(named);
    }

    @Test
    void aDirectoryThatItsContentMadeGetsItsOwnEntrysMetadata() throws IOException {
        assertThat(unpack(new TarBytes().file("a/b/c", "x").mode(0700).owner(1, 1).directory("a")))
                .containsEntry("a", "d 0700 1:1" + T)
                .hasEntrySatisfying("a/b", line -> assertThat(line).startsWith("d 0755 0:0"));
    }

    @Test
    void namesAreBytes() throws IOException {
        TarBytes tar =
                new TarBytes().file("n".repeat(200), "1").file("ünïcödé", "2").file("a\nb\tc", "3");
        assertThat(unpack(tar)).containsOnlyKeys("n".repeat(200), "ünïcödé", "a\nb\tc");
    }

    @Test
    void thePlainSizeIsThatOfFilesAndLinks() throws IOException {
        ReadOnlyLayer layer =
                store.register(
                        new TarBytes()
                                .file("a", "12345")
                                .link("b", "a")
                                .symlink("s", "123")
                                .directory("d")
                                .whiteout(".wh.w"));
        assertThat(layer.size()).isEqualTo(8);
        store.layers.release(layer);
    }

    @Test
    void aLargeFileComesWhole() throws IOException {
        byte[] large = new byte[3_000_001];
        new Random(1).nextBytes(large);
        ReadOnlyLayer layer = store.register(new TarBytes().file("f", large).file("g", "x"));
        assertThat(store.diff(layer).resolve("f")).hasBinaryContent(large);
        store.layers.release(layer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "posix"})
    void theHolesOfSparseFilesTakeNoRoom(String format, @TempDir Path from) throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/tar")), "needs tar");
        try (RandomAccessFile file =
                new RandomAccessFile(from.resolve("sparse").toString(), "rw")) {
            file.seek(5_000_000);
            file.write("here".getBytes(StandardCharsets.UTF_8));
            file.setLength(9_000_000);
        }
        try (RandomAccessFile file = new RandomAccessFile(from.resolve("empty").toString(), "rw")) {
            file.setLength(3_000_000);
        }
        Process tar =
                new ProcessBuilder(
                                "/bin/tar", "-cS", "--format=" + format, "-C", from.toString(), ".")
                        .start();
        byte[] archive = tar.getInputStream().readAllBytes();
        assumeTrue(tar.waitFor() == 0 && archive.length < 100_000, "needs tar to find holes");
        ReadOnlyLayer layer =
                store.layers.register(new ByteArrayInputStream(archive), Optional.empty());
        for (String name : List.of("sparse", "empty")) {
            Path unpacked = store.diff(layer).resolve(name);
            assertThat(unpacked).hasSameBinaryContentAs(from.resolve(name));
            assertThat(Linux.system().statx(Flags.AT_FDCWD, unpacked.toString(), 0).blocks())
                    .as("blocks of 512 bytes of %s", name)
                    .isLessThan(100);
        }
        assertThat(layer.size()).isEqualTo(12_000_000);
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        layer.writeTar(back);
        assertThat(back.toByteArray()).isEqualTo(archive);
        store.layers.release(layer);
    }
}
