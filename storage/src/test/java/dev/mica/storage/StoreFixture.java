package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.image.ChainId;
import dev.mica.image.Platform;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import dev.mica.linux.Mounts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A data-root of its own in a temporary directory for each test, opened. After the test what must
 * hold of a data-root is checked, and nothing is left behind.
 */
final class StoreFixture implements BeforeEachCallback, AfterEachCallback {
    private static final Linux REAL = Linux.system();

    private Path top = Path.of("");
    DataRoot root;
    OpenedDriver driver;
    LayerStore layers;
    ImageStore images;
    ReferenceStore references;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        assumeTrue(REAL.geteuid() == 0, "needs root: mounts, owners, device nodes");
        top = Files.createTempDirectory("mica-storage-");
        open(REAL);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (root == null) {
            return; // skipped
        }
        try {
            if (context.getExecutionException().isEmpty()) {
                checkInvariants();
            }
            layers.close();
            root.close();
        } finally {
            new Mounts(REAL).detachBelow(top.toString());
            try (Directory above = Directory.open(REAL, top.getParent().toString())) {
                above.removeTree(top.getFileName().toString());
            }
        }
    }

    /** Opens the stores; those that were open are taken for those of a process that died. */
    void open(Linux linux) {
        root = DataRoot.open(linux, top.resolve("root"));
        driver = DriverRegistry.standard().open(root, Optional.of("overlay2"), List.of());
        layers = LayerStore.open(root, driver);
        images = ImageStore.open(root, layers);
        references = ReferenceStore.open(root, "overlay2");
    }

    /** Closes the stores and opens them again. */
    void reopen() {
        layers.close();
        root.close();
        open(REAL);
    }

    /** Opens the stores anew, as if the process that had them were gone without a word. */
    void restartAfterKill(Linux linux) {
        layers.close();
        try {
            root.close();
        } catch (Error dead) {
            // its bind mount stays, as after kill -9; its lock is gone
        }
        open(linux);
    }

    Path path() {
        return root.path();
    }

    /** The directory of a layer's own files. */
    Path diff(ReadOnlyLayer layer) {
        return path().resolve("overlay2").resolve(layer.cacheId()).resolve("diff");
    }

    Path diff(ReadWriteLayer layer) {
        return path().resolve("overlay2").resolve(layer.mountId()).resolve("diff");
    }

    ReadOnlyLayer register(TarBytes tar) throws IOException {
        return layers.register(new ByteArrayInputStream(tar.toBytes()), Optional.empty());
    }

    ReadOnlyLayer register(TarBytes tar, ReadOnlyLayer parent) throws IOException {
        return layers.register(
                new ByteArrayInputStream(tar.toBytes()), Optional.of(parent.chainId()));
    }

    ReadWriteLayer container(String id, ReadOnlyLayer image) {
        return layers.createReadWrite(id, Optional.of(image.chainId()), ReadWriteOptions.DEFAULT);
    }

    List<LoadedImage> load(ImageArchive archive) throws IOException {
        return load(archive.toBytes());
    }

    List<LoadedImage> load(byte[] archive) throws IOException {
        return new ImageLoader(layers, images, references)
                .load(
                        new ByteArrayInputStream(archive),
                        Platform.of("linux", "amd64", ""),
                        LoadProgress.SILENT);
    }

    /** The names in the driver's home, but for its links folder. */
    List<String> driverLayers() throws IOException {
        return names(path().resolve("overlay2")).stream().filter(n -> !n.equals("l")).toList();
    }

    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    /**
     * Whether disk and memory agree: no layer without its books, no books without their layer, no
     * link that leads nowhere, nothing half-made, nothing mounted.
     */
    void checkInvariants() throws IOException {
        Invariants.check(path());
        assertThat(layers.readWriteNames())
                .containsExactlyInAnyOrderElementsOf(
                        names(path().resolve("image/overlay2/layerdb/mounts")));
        assertThat(images.images().stream().map(i -> i.id().digest().hex()))
                .as("the images on disk")
                .containsAll(names(path().resolve("image/overlay2/imagedb/content/sha256")));
        for (String chain : names(path().resolve("image/overlay2/layerdb/sha256"))) {
            assertThat(layers.contains(ChainId.parse("sha256:" + chain))).as(chain).isTrue();
        }
    }
}
