package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.image.ChainId;
import dev.mica.image.Digest;
import dev.mica.image.Reference;
import dev.mica.image.SavedImage;
import dev.mica.linux.Linux;
import dev.mica.storage.spi.Change;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same archives in dockerd and in Mica, and each on the other's data-root. */
@Timeout(120)
class DockerdOracleTest {
    private static final String CAPABILITY = "0100000200200000000000000000000000000000";

    @RegisterExtension final StoreFixture store = new StoreFixture();

    @TempDir Path dir;

    @BeforeEach
    void needsDockerd() {
        Dockerd.assumeThere();
    }

    /** An image with changes of every kind. */
    private static byte[] archive() {
        TarBytes base = new TarBytes().mode(0700).owner(1, 1).directory("./").directory("d");
        for (int i = 0; i < 20; i++) {
            base.owner(i % 5, i % 7).file("d/f" + i, "lower " + i);
        }
        base.directory("o").file("o/one", "1").file("o/two", "2").symlink("usr", "real");
        base.directory("real").file("usr/through", "a link").directory("etc");
        base.file("etc/hosts", "image").file("etc/resolv.conf", "image").directory("tmp");
        TarBytes edits = new TarBytes().directory("d").owner(3, 4).whiteout("d/.wh.f3");
        edits.mode(0600).file("d/f4", "edited").directory("o").whiteout("o/.wh..wh..opq");
        edits.file("o/new", "new").whiteout("real/.wh.through").whiteout(".wh.tmp");
        TarBytes odd = new TarBytes().directory("odd").file("odd/" + "n".repeat(200), "long");
        odd.file("odd/ünïcödé", "u").xattr("user.mica", "value").file("odd/x", "x");
        odd.mode(0666).device('3', "odd/null", 1, 3).mode(0640).device('4', "odd/loop", 7, 300);
        odd.mode(04755).file("odd/suid", "s").time("1600000000.123456789").file("odd/frac", "t");
        odd.mode(0600).fifo("odd/pipe").link("odd/again", "odd/x").link("odd/up", "../../odd/x");
        odd.xattr("security.capability", HexFormat.of().parseHex(CAPABILITY));
        odd.mode(0755).owner(7, 7).file("odd/ping", "p").file("implicit/parents/f", "f");
        odd.mode(02775).owner(0, 50).directory("setgid").file("setgid/f", "f");
        odd.directory("setgid/d").symlink("odd/link", "/no/where").mode(01777).directory("sticky");
        odd.pax("atime", "1650000000").file("odd/atime", "a").file("late/f", "1");
        odd.mode(0711).directory("late");
        return new ImageArchive()
                .image("oracle:1", base.toBytes(), edits.toBytes(), odd.toBytes())
                .toBytes();
    }

    /** What each layer of a data-root is on disk, by its place in the image. */
    private static List<Map<String, String>> layers(Path root, ChainId top) throws IOException {
        List<Map<String, String>> layers = new ArrayList<>();
        Optional<String> chain = Optional.of(top.digest().hex());
        while (chain.isPresent()) {
            Path books = root.resolve("image/overlay2/layerdb/sha256").resolve(chain.get());
            String id = Files.readString(books.resolve("cache-id"));
            Path layer = root.resolve("overlay2").resolve(id);
            Map<String, String> all = new TreeMap<>();
            TreeListing.of(layer.resolve("diff"))
                    .forEach((path, line) -> all.put("diff/" + path, implicit(path, line)));
            TreeListing.of(layer, false)
                    .forEach(
                            (path, line) -> {
                                if (!path.contains("/")) {
                                    all.put("layer/" + path, withoutLinks(line));
                                }
                            });
            TreeListing.of(books, false)
                    .forEach(
                            (path, line) ->
                                    all.put(
                                            "books/" + path,
                                            path.equals("cache-id") || path.endsWith(".gz")
                                                    ? line.substring(0, 10)
                                                    : line));
            all.put("tar-split", split(books.resolve("tar-split.json.gz")));
            layers.add(all);
            chain =
                    Files.exists(books.resolve("parent"))
                            ? Optional.of(Files.readString(books.resolve("parent")).substring(7))
                            : Optional.empty();
        }
        return layers;
    }

    /** What differs, ours first. */
    private static Map<String, String> differences(
            Map<String, String> ours, Map<String, String> theirs) {
        Map<String, String> differences = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        for (String name : names) {
            if (!Objects.equals(ours.get(name), theirs.get(name))) {
                differences.put(name, ours.get(name) + "\n  dockerd: " + theirs.get(name));
            }
        }
        return differences;
    }

    /** Directories that no entry names have the time at which they were made. */
    private static String implicit(String path, String line) {
        return path.matches("implicit(/parents)?|real")
                ? line.replaceFirst(" \\d+\\.\\d+", "")
                : line;
    }

    private static String withoutLinks(String line) {
        return line.replaceAll("[A-Z2-7]{26}", "LINK").replaceAll("\\d+ [0-9a-f]{12}$", "LINKS");
    }

    /** The record of an archive: its files, and digests of what lies between, however cut up. */
    private static String split(Path file) throws IOException {
        StringBuilder record = new StringBuilder();
        ByteArrayOutputStream between = new ByteArrayOutputStream();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"type\":2")) {
                    String payload = line.split("\"", -1)[5];
                    between.writeBytes(Base64.getDecoder().decode(payload));
                } else {
                    record.append(Digest.of(between.toByteArray()).shortHex()).append('\n');
                    record.append(line.replaceFirst(",\"position\":\\d+", "")).append('\n');
                    between.reset();
                }
            }
        }
        return record.append(Digest.of(between.toByteArray()).shortHex()).toString();
    }

    private ChainId top() {
        return store.images.images().getFirst().config().chainId().orElseThrow();
    }

    @Test
    void theSameArchiveIsTheSameOnDisk() throws Exception {
        Path file = Files.write(dir.resolve("a.tar"), archive());
        store.load(archive());
        Path theirs = dir.resolve("theirs");
        try (Dockerd dockerd = Dockerd.start(theirs)) {
            assertThat(dockerd.docker("load", "-q", "-i", file.toString()))
                    .isEqualTo("Loaded image: oracle:1");
            List<Map<String, String>> expected = layers(theirs, top());
            List<Map<String, String>> ours = layers(store.path(), top());
            assertThat(ours).hasSameSizeAs(expected);
            for (int i = 0; i < ours.size(); i++) {
                assertThat(differences(ours.get(i), expected.get(i)))
                        .as("layer %d from the top", i)
                        .isEmpty();
            }
            assertThat(TreeListing.of(store.path().resolve("image/overlay2/imagedb"), false))
                    .isEqualTo(TreeListing.of(theirs.resolve("image/overlay2/imagedb"), false));
            assertThat(store.path().resolve("image/overlay2/repositories.json"))
                    .hasSameTextualContentAs(theirs.resolve("image/overlay2/repositories.json"));
            assertThat(shape(store.path())).isEqualTo(shape(theirs));
        }
    }

    /** The directories that both have, and their modes. */
    private static Map<String, String> shape(Path root) throws IOException {
        Map<String, String> shape = new TreeMap<>();
        for (String path :
                List.of(
                        "",
                        "image",
                        "image/overlay2",
                        "image/overlay2/imagedb",
                        "image/overlay2/imagedb/content",
                        "image/overlay2/imagedb/content/sha256",
                        "image/overlay2/imagedb/metadata",
                        "image/overlay2/layerdb",
                        "image/overlay2/layerdb/sha256",
                        "image/overlay2/layerdb/tmp",
                        "image/overlay2/repositories.json",
                        "overlay2",
                        "overlay2/l",
                        "volumes")) {
            shape.put(path, Files.getAttribute(root.resolve(path), "unix:mode").toString());
        }
        return shape;
    }

    @Test
    void dockerdGoesOnWhereMicaStopped() throws Exception {
        store.load(archive());
        ReadOnlyLayer image = store.layers.find(top()).orElseThrow();
        ReadWriteLayer container = store.container("c".repeat(64), image);
        store.layers.release(image);
        Files.writeString(container.mount().resolve("kept"), "kept");
        container.unmount();
        try (OutputStream out = Files.newOutputStream(dir.resolve("mica.tar"))) {
            new ImageSaver(store.layers).save(List.of(saved()), out);
        }
        List<Map<String, String>> before = layers(store.path(), top());
        store.layers.close();
        store.root.close();
        try (Dockerd dockerd = Dockerd.start(store.path())) {
            assertThat(dockerd.docker("images", "--format", "{{.Repository}}:{{.Tag}}"))
                    .isEqualTo("oracle:1");
            dockerd.docker("save", "oracle:1", "-o", dir.resolve("docker.tar").toString());
            assertThat(dir.resolve("docker.tar"))
                    .as("docker save, on either engine")
                    .hasSameBinaryContentAs(dir.resolve("mica.tar"));
            assertThat(dockerd.docker("create", "--name", "theirs", "oracle:1", "x"))
                    .matches("[0-9a-f]{64}");
            assertThat(dockerd.docker("diff", "theirs")).isEmpty();
        }
        store.open(Linux.system());
        assertThat(layers(store.path(), top())).isEqualTo(before);
        assertThat(store.layers.readWriteNames()).hasSize(2);
        for (String name : store.layers.readWriteNames()) {
            ReadWriteLayer layer = store.layers.findReadWrite(name).orElseThrow();
            assertThat(layer.changes().stream().map(Change::toString).toList())
                    .isEqualTo(name.startsWith("cc") ? List.of("A /kept") : List.of());
        }
    }

    private SavedImage saved() {
        return new SavedImage(
                store.images.images().getFirst().config(),
                List.of(Reference.parse("oracle:1")),
                null);
    }

    @Test
    void micaGoesOnWhereDockerdStopped() throws Exception {
        Path file = Files.write(dir.resolve("a.tar"), archive());
        store.layers.close();
        store.root.close();
        try (Dockerd dockerd = Dockerd.start(store.path())) {
            dockerd.docker("load", "-q", "-i", file.toString());
            dockerd.docker("create", "--name", "theirs", "oracle:1", "x");
            dockerd.docker("commit", "theirs", "oracle:2");
            dockerd.docker("save", "oracle:1", "-o", dir.resolve("docker.tar").toString());
        }
        store.open(Linux.system());
        assertThat(store.references.references())
                .containsExactly(Reference.parse("oracle:1"), Reference.parse("oracle:2"));
        StoredImage first =
                store.images
                        .find(store.references.find(Reference.parse("oracle:1")).orElseThrow())
                        .orElseThrow();
        StoredImage second =
                store.images
                        .find(store.references.find(Reference.parse("oracle:2")).orElseThrow())
                        .orElseThrow();
        assertThat(store.images.parent(second.id())).contains(first.id());
        assertThat(store.images.lastUpdated(second.id())).isPresent();
        try (OutputStream out = Files.newOutputStream(dir.resolve("mica.tar"))) {
            new ImageSaver(store.layers)
                    .save(
                            List.of(
                                    new SavedImage(
                                            first.config(),
                                            List.of(Reference.parse("oracle:1")),
                                            null)),
                            out);
        }
        assertThat(dir.resolve("mica.tar")).hasSameBinaryContentAs(dir.resolve("docker.tar"));
        String container = store.layers.readWriteNames().iterator().next();
        store.layers.removeReadWrite(container);
        store.references.references().forEach(store.references::remove);
        store.images.delete(second.id());
        store.images.delete(first.id());
        assertThat(store.driverLayers()).as("layers of dockerd's").isEmpty();
    }

    @Test
    void whatChangedIsWhatDockerdSaysChanged() throws Exception {
        store.load(archive());
        ReadOnlyLayer image = store.layers.find(top()).orElseThrow();
        Random random = new Random(42);
        List<String> containers = new ArrayList<>();
        store.layers.close();
        store.root.close();
        try (Dockerd dockerd = Dockerd.start(store.path())) {
            for (int i = 0; i < 5; i++) {
                containers.add(dockerd.docker("create", "--name", "theirs" + i, "oracle:1", "x"));
            }
        }
        store.open(Linux.system());
        for (String container : containers) {
            ReadWriteLayer layer = store.layers.findReadWrite(container).orElseThrow();
            RandomChanges.make(layer.mount(), random, 60);
            layer.unmount();
        }
        Map<String, TreeSet<String>> ours = new TreeMap<>();
        for (String container : containers) {
            ReadWriteLayer layer = store.layers.findReadWrite(container).orElseThrow();
            TreeSet<String> lines = new TreeSet<>();
            layer.changes().forEach(change -> lines.add(change.toString()));
            ours.put(container, lines);
        }
        store.layers.close();
        store.root.close();
        try (Dockerd dockerd = Dockerd.start(store.path())) {
            for (String container : containers) {
                TreeSet<String> theirs =
                        new TreeSet<>(dockerd.docker("diff", container).lines().toList());
                assertThat(ours.get(container)).hasSizeGreaterThan(10).isEqualTo(theirs);
            }
        }
        store.open(Linux.system());
        containers.forEach(store.layers::removeReadWrite);
        assertThat(store.layers.contains(image.chainId())).isTrue();
    }
}
