package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What must hold of a data-root at rest, read from the disk alone. */
final class Invariants {
    private Invariants() {}

    static void check(Path root) throws IOException {
        Path db = root.resolve("image/overlay2/layerdb");
        Path home = root.resolve("overlay2");
        Set<String> booked = new TreeSet<>();
        for (Path layer : children(db.resolve("sha256"))) {
            booked.add(Files.readString(layer.resolve("cache-id")));
            assertThat(layer.getFileName().toString()).as("a filed layer's name").hasSize(64);
            assertThat(layer.resolve("diff")).exists();
            assertThat(layer.resolve("size")).exists();
            assertThat(layer.resolve("tar-split.json.gz")).isNotEmptyFile();
            if (Files.exists(layer.resolve("parent"))) {
                String parent = Files.readString(layer.resolve("parent"));
                assertThat(db.resolve(parent.replace(":", "/"))).as("the parent").exists();
            }
        }
        for (Path mount : children(db.resolve("mounts"))) {
            booked.add(Files.readString(mount.resolve("mount-id")));
            if (Files.exists(mount.resolve("init-id"))) {
                booked.add(Files.readString(mount.resolve("init-id")));
            }
        }
        Set<String> present = new TreeSet<>();
        Set<String> links = new TreeSet<>();
        for (Path layer : children(home)) {
            if (!layer.getFileName().toString().equals("l")) {
                present.add(layer.getFileName().toString());
                links.add(Files.readString(layer.resolve("link")));
            }
        }
        assertThat(present).as("layers of the driver, and those on the books").isEqualTo(booked);
        Set<String> linked = new TreeSet<>();
        for (Path link : children(home.resolve("l"))) {
            linked.add(link.getFileName().toString());
            assertThat(home.resolve("l").resolve(Files.readSymbolicLink(link)).normalize())
                    .as("where a short link leads")
                    .isDirectory();
        }
        assertThat(linked).as("short links").isEqualTo(links);
        assertThat(children(db.resolve("tmp"))).as("half-made layers and leases").isEmpty();
        checkImages(root);
    }

    private static void checkImages(Path root) throws IOException {
        Path db = root.resolve("image/overlay2/imagedb");
        for (Path metadata : children(db.resolve("metadata/sha256"))) {
            assertThat(db.resolve("content/sha256").resolve(metadata.getFileName()))
                    .as("the image of the metadata")
                    .exists();
        }
        String names = Files.readString(root.resolve("image/overlay2/repositories.json"));
        for (String id : names.split("sha256:", -1)) {
            if (id.length() > 64 && id.matches("(?s)[0-9a-f]{64}\".*")) {
                assertThat(db.resolve("content/sha256").resolve(id.substring(0, 64)))
                        .as("the image of a name")
                        .exists();
            }
        }
    }

    private static Set<Path> children(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return new TreeSet<>(entries.toList());
        }
    }
}
