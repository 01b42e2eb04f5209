package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.archive.TarEntry;
import dev.mica.archive.TarReader;
import dev.mica.linux.Directory;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.MountInfo;
import dev.mica.linux.Mounts;
import dev.mica.storage.spi.Change;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadWriteLayerTest {
    private static final String ID = "c".repeat(64);

    @RegisterExtension final StoreFixture store = new StoreFixture();

    private final List<ReadOnlyLayer> held = new ArrayList<>();

    @AfterEach
    void letGo() {
        store.layers.removeReadWrite(ID);
        held.reversed().forEach(store.layers::release);
    }

    private ReadWriteLayer container() throws IOException {
        TarBytes below = new TarBytes().directory("d").directory("o");
        below.file("d/kept", "kept").file("d/gone", "gone").file("d/edited", "old");
        below.file("o/one", "1").file("o/two", "2").file("file", "f").directory("etc");
        below.file("etc/hosts", "image's");
        ReadOnlyLayer layer = store.register(below);
        ReadOnlyLayer top = store.register(new TarBytes().whiteout("d/.wh.kept"), layer);
        held.add(layer);
        held.add(top);
        return store.container(ID, top);
    }

    private static List<String> changes(ReadWriteLayer layer) {
        return layer.changes().stream().map(Change::toString).toList();
    }

    private static Optional<MountInfo> mountAt(Path path) {
        return new Mounts(Linux.system()).at(path.toString());
    }

    @Test
    void aMountShowsWhatDockerShows() throws IOException {
        ReadWriteLayer layer = container();
        Path merged = layer.mount();
        Path home = store.path().resolve("overlay2");
        Path own = home.resolve(layer.mountId());
        assertThat(merged).isEqualTo(own.resolve("merged"));
        MountInfo mount = mountAt(merged).orElseThrow();
        assertThat(mount.type()).isEqualTo("overlay");
        assertThat(mount.superOptions())
                .matches(
                        "rw,lowerdir=(%1$s/l/[A-Z2-7]{26}:){2}%1$s/l/[A-Z2-7]{26},upperdir=%2$s/diff,workdir=%2$s/work"
                                        .formatted(home, own)
                                + ".*");
        assertThat(StoreFixture.names(own))
                .containsExactly("diff", "link", "lower", "merged", "work");
        assertThat(Files.readString(own.resolve("link"))).matches("[A-Z2-7]{26}");
        assertThat(Files.readString(own.resolve("lower")))
                .matches("(l/[A-Z2-7]{26}:){2}l/[A-Z2-7]{26}");
        layer.unmount();
        assertThat(mountAt(merged)).isEmpty();
        assertThat(StoreFixture.names(own)).containsExactly("diff", "link", "lower", "work");
    }

    @Test
    void theInitLayerHasWhatEveryContainerNeeds() throws IOException {
        ReadWriteLayer layer = container();
        Path init = store.path().resolve("overlay2").resolve(layer.mountId() + "-init");
        Map<String, String> listing = TreeListing.of(init.resolve("diff"), false);
        listing.replaceAll((_, line) -> line.replaceAll(" trusted\\.\\S+", "").strip());
        assertThat(listing)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry(".dockerenv", "f 0755 0:0"),
                                Map.entry("dev", "d 0755 0:0"),
                                Map.entry("dev/console", "f 0755 0:0"),
                                Map.entry("dev/pts", "d 0755 0:0"),
                                Map.entry("dev/shm", "d 0755 0:0"),
                                Map.entry("etc", "d 0755 0:0"),
                                Map.entry("etc/hostname", "f 0755 0:0"),
                                Map.entry("etc/hosts", "f 0755 0:0"),
                                Map.entry("etc/mtab", "l 0777 0:0 -> /proc/mounts"),
                                Map.entry("etc/resolv.conf", "f 0755 0:0"),
                                Map.entry("proc", "d 0755 0:0"),
                                Map.entry("sys", "d 0755 0:0")));
        assertThat(init.resolve("committed")).isEmptyFile();
        assertThat(changes(layer)).as("what a new container changed").isEmpty();
    }

    @Test
    void anInitLayerIsNotLedAstrayByItsImage() throws IOException {
        TarBytes image =
                new TarBytes().symlink("etc", "/tmp").file("dev", "x").symlink("proc", "etc");
        image.directory("sys").symlink(".dockerenv", "/etc/shadow");
        ReadOnlyLayer layer = store.register(image);
        held.add(layer);
        ReadWriteLayer container = store.container(ID, layer);
        Path merged = container.mount();
        assertThat(merged.resolve("etc")).isDirectory().isNotEmptyDirectory();
        assertThat(Files.isSymbolicLink(merged.resolve("etc"))).isFalse();
        assertThat(merged.resolve("dev/console")).isEmptyFile();
        assertThat(Files.isSymbolicLink(merged.resolve(".dockerenv"))).isFalse();
        container.unmount();
    }

    @Test
    void changesAreTakenFromTheUpperDirectoryAlone() throws IOException {
        ReadWriteLayer layer = container();
        Path merged = layer.mount();
        Files.delete(merged.resolve("d/gone"));
        Files.writeString(merged.resolve("d/edited"), "new");
        Files.createDirectory(merged.resolve("n"));
        Files.writeString(merged.resolve("n/x"), "x");
        Files.delete(merged.resolve("o/one"));
        Files.delete(merged.resolve("o/two"));
        Files.delete(merged.resolve("o"));
        Files.createDirectory(merged.resolve("o"));
        Files.writeString(merged.resolve("o/two"), "2");
        Files.delete(merged.resolve("file"));
        Files.createDirectory(merged.resolve("file"));
        Files.createFile(merged.resolve("file/inside"));
        assertThat(changes(layer))
                .containsExactly(
                        "C /d",
                        "C /d/edited",
                        "D /d/gone",
                        "C /file",
                        "A /file/inside",
                        "A /n",
                        "A /n/x",
                        "C /o",
                        "D /o/one",
                        "C /o/two");
        layer.unmount();
        assertThat(layer.size()).isEqualTo(3 + 1 + 1);
    }

    @Test
    void whatIsCopiedUpAndNotChangedIsNoChange() throws IOException {
        ReadWriteLayer layer = container();
        Path merged = layer.mount();
        Files.setAttribute(merged.resolve("d/edited"), "unix:mode", 0600);
        Files.setAttribute(merged.resolve("d/edited"), "unix:mode", 0644);
        Files.setAttribute(merged.resolve("etc"), "unix:mode", 0755);
        layer.unmount();
        assertThat(store.diff(layer).resolve("d/edited")).exists();
        assertThat(changes(layer)).isEmpty();
    }

    @Test
    void whatWasCommittedIsTheContainer() throws IOException {
        ReadWriteLayer layer = container();
        Path merged = layer.mount();
        Files.delete(merged.resolve("d/gone"));
        Files.writeString(merged.resolve("d/edited"), "new");
        Files.createLink(merged.resolve("d/again"), merged.resolve("d/edited"));
        Files.createSymbolicLink(merged.resolve("s"), Path.of("d/edited"));
        Files.delete(merged.resolve("o/one"));
        Files.delete(merged.resolve("o/two"));
        Files.delete(merged.resolve("o"));
        Files.createDirectory(merged.resolve("o"));
        try (Directory root = Directory.open(Linux.system(), merged.toString())) {
            root.mknod("null", Flags.S_IFCHR | 0666, 1, 3);
            root.mknod("pipe", Flags.S_IFIFO | 0600, 0, 0);
            root.mknod("socket", Flags.S_IFSOCK | 0600, 0, 0);
            root.setXattr("d", "user.mark", new byte[] {'m'});
        }
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        layer.writeDiff(tar);
        assertThat(names(tar.toByteArray()))
                .containsExactly(
                        "d/",
                        "d/again",
                        "d/edited",
                        "d/.wh.gone",
                        "null",
                        "o/",
                        "o/.wh..wh..opq",
                        "pipe",
                        "s");
        Files.delete(merged.resolve("socket"));
        Map<String, String> before = wholeSeconds(TreeListing.of(merged, true));
        layer.unmount();
        ReadOnlyLayer committed =
                store.layers.register(
                        new ByteArrayInputStream(tar.toByteArray()),
                        layer.parent().map(ReadOnlyLayer::chainId));
        ReadWriteLayer next = store.container("next", committed);
        Map<String, String> after = wholeSeconds(TreeListing.of(next.mount(), true));
        next.unmount();
        assertThat(after).isEqualTo(before);
        store.layers.removeReadWrite("next");
        store.layers.release(committed);
    }

    private static Map<String, String> wholeSeconds(Map<String, String> listing) {
        listing.keySet().removeIf(path -> path.matches("(dev|etc|proc|sys|.dockerenv)(/.*)?"));
        listing.replaceAll(
                (_, line) ->
                        line.replaceFirst("\\.\\d{9}", "").replace(" = d/again", " = d/edited"));
        return listing;
    }

    private static List<String> names(byte[] tar) throws IOException {
        List<String> names = new ArrayList<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(tar));
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            names.add(entry.nameText());
        }
        return names;
    }

    @Test
    void anExportIsTheWholeTree() throws IOException {
        ReadWriteLayer layer = container();
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        layer.writeTree(tar);
        assertThat(names(tar.toByteArray()))
                .startsWith(".dockerenv", "d/", "d/edited", "d/gone", "dev/", "dev/console")
                .contains("etc/hosts", "file", "o/one")
                .doesNotContain("d/kept");
        assertThat(mountAt(store.path().resolve("overlay2/" + layer.mountId() + "/merged")))
                .isEmpty();
    }

    @Test
    void usersOfAMountAreCounted() throws IOException {
        ReadWriteLayer layer = container();
        Path merged = layer.mount();
        layer.mount();
        layer.unmount();
        assertThat(mountAt(merged)).isPresent();
        layer.unmount();
        assertThat(mountAt(merged)).isEmpty();
        layer.unmount();
    }

    @Test
    void aMountOutlivesTheDaemonAndIsFoundAgain() throws IOException {
        ReadWriteLayer layer = container();
        Path merged = layer.mount();
        Files.writeString(merged.resolve("here"), "x");
        int id = mountAt(merged).orElseThrow().id();
        store.images.create(image());
        letGoOfLayers();
        store.reopen();
        ReadWriteLayer again = store.layers.findReadWrite(ID).orElseThrow();
        assertThat(again.mount()).isEqualTo(merged);
        assertThat(mountAt(merged).orElseThrow().id()).as("the very mount").isEqualTo(id);
        again.unmount();
        assertThat(mountAt(merged)).isEmpty();
        assertThat(changes(again)).containsExactly("A /here");
    }

    private byte[] image() {
        String ids =
                held.stream()
                        .map(layer -> '"' + layer.diffId().toString() + '"')
                        .collect(java.util.stream.Collectors.joining(","));
        return ("{\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + ids + "]}}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private void letGoOfLayers() {
        held.reversed().forEach(store.layers::release);
        held.clear();
    }

    @Test
    void removingUnmountsFirst() throws IOException {
        ReadWriteLayer layer = container();
        Path merged = layer.mount();
        layer.mount();
        store.layers.removeReadWrite(ID);
        assertThat(mountAt(merged)).isEmpty();
        assertThat(merged.getParent()).doesNotExist();
        assertThat(store.layers.findReadWrite(ID)).isEmpty();
    }

    @Test
    void aContainerHasOneLayer() throws IOException {
        container();
        assertThatThrownBy(() -> store.container(ID, held.getLast()))
                .hasMessage("mount already exists with name: " + ID);
    }

    @Test
    void aContainerNeedsNoImage() throws IOException {
        ReadWriteLayer layer =
                store.layers.createReadWrite(ID, Optional.empty(), ReadWriteOptions.DEFAULT);
        Path merged = layer.mount();
        assertThat(merged.resolve("etc/hosts")).isEmptyFile();
        Files.writeString(merged.resolve("x"), "x");
        layer.unmount();
        assertThat(changes(layer)).containsExactly("A /x");
    }

    @Test
    void aLimitThatCannotBeKeptIsRefused() throws IOException {
        ReadOnlyLayer image = store.register(new TarBytes());
        held.add(image);
        ReadWriteOptions limited = new ReadWriteOptions(true, Map.of("size", "1G"), false);
        assertThatThrownBy(
                        () ->
                                store.layers.createReadWrite(
                                        ID, Optional.of(image.chainId()), limited))
                .hasMessageContaining(
                        "--storage-opt is supported only for overlay over xfs with 'pquota'");
        assertThat(store.layers.findReadWrite(ID)).isEmpty();
    }

    @Test
    void whatTheDriverHasIsShownAsDockerShowsIt() throws IOException {
        ReadWriteLayer layer = container();
        Path home = store.path().resolve("overlay2");
        assertThat(layer.metadata())
                .containsEntry("MergedDir", home + "/" + layer.mountId() + "/merged")
                .containsEntry("UpperDir", home + "/" + layer.mountId() + "/diff")
                .containsEntry("WorkDir", home + "/" + layer.mountId() + "/work")
                .containsEntry(
                        "LowerDir",
                        home
                                + "/"
                                + layer.mountId()
                                + "-init/diff:"
                                + store.diff(held.get(1))
                                + ":"
                                + store.diff(held.get(0)));
        assertThat(held.getFirst().metadata()).doesNotContainKey("LowerDir");
    }
}
