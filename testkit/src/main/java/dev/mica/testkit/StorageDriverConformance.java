package dev.mica.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import dev.mica.linux.MountInfo;
import dev.mica.linux.Mounts;
import dev.mica.storage.DataRoot;
import dev.mica.storage.OpenedDriver;
import dev.mica.storage.StorageException;
import dev.mica.storage.spi.Change;
import dev.mica.storage.spi.DiffDirectory;
import dev.mica.storage.spi.LateParent;
import dev.mica.storage.spi.StorageDriver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link StorageDriver} must do, in the words of its contract. Needs root: layers have
 * owners, and are mounted.
 */
public abstract class StorageDriverConformance {
    private static final int DEPTH = 120;

    private final Linux linux = Linux.system();
    private Path directory = Path.of("");
    private @Nullable DataRoot root;
    private @Nullable OpenedDriver opened;
    private int ids;

    /** For subclasses. */
    protected StorageDriverConformance() {}

    /** Opens the subject on a data-root; called again for one that was closed. */
    protected abstract OpenedDriver open(DataRoot root);

    @BeforeEach
    final void openSubject() throws IOException {
        assumeTrue(linux.geteuid() == 0, "needs root: layers have owners, and are mounted");
        directory = Files.createTempDirectory("mica-driver-");
        root = DataRoot.open(linux, directory.resolve("root"));
        opened = open(root);
        driver().cleanup();
    }

    @AfterEach
    final void closeSubject() {
        DataRoot held = root;
        if (held == null) {
            return;
        }
        try {
            assertThat(mountsBelow()).as("mounts left").isEmpty();
            driver().ids().forEach(driver()::remove);
            assertThat(driver().ids()).as("layers left").isEmpty();
            driver().close();
            held.close();
        } finally {
            new Mounts(linux).detachBelow(directory.toString());
            try (Directory above = Directory.open(linux, directory.resolveSibling("").toString())) {
                above.removeTree(directory.getFileName().toString());
            }
        }
    }

    private OpenedDriver opened() {
        OpenedDriver there = opened;
        if (there == null) {
            throw new IllegalStateException("no subject is open");
        }
        return there;
    }

    private StorageDriver driver() {
        return opened().driver();
    }

    private List<String> mountsBelow() {
        String below = driver().home() + "/";
        return new Mounts(linux)
                .list().stream()
                        .map(MountInfo::mountPoint)
                        .filter(point -> point.startsWith(below))
                        .toList();
    }

    private String newId() {
        return String.format("%064x", ++ids);
    }

    /** A read-only layer of some content. */
    private String layer(@Nullable String parent, LayerTar content) {
        String id = newId();
        driver().create(id, parent);
        driver().applyDiff(id, parent, content.reader());
        return id;
    }

    private static LayerTar base() {
        return new LayerTar()
                .directory("d")
                .file("d/a", "a")
                .file("d/b", "b")
                .link("d/c", "d/b")
                .symlink("s", "d/a")
                .directory("o")
                .file("o/old", "old");
    }

    private interface Look<T> {
        T at(Path root) throws IOException;
    }

    /** Sees a layer merged with all below it. */
    private <T> T look(String id, Look<T> look) {
        Path seen = opened().mounts().acquire(driver(), id);
        try {
            return look.at(seen);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            opened().mounts().release(driver(), id);
        }
    }

    private Map<String, String> tree(String id) {
        return look(id, seen -> MergedTree.of(linux, seen));
    }

    private List<String> changes(String id, @Nullable String parent) {
        return driver().changes(id, parent).stream().map(Change::toString).toList();
    }

    private byte[] diff(String id, @Nullable String parent) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        driver().diff(id, parent, tar);
        return tar.toByteArray();
    }

    @Test
    void aNewLayerIsThereAndEmpty() {
        String id = newId();
        assertThat(driver().exists(id)).isFalse();
        driver().create(id, null);
        assertThat(driver().exists(id)).isTrue();
        assertThat(driver().ids()).containsExactly(id);
        assertThat(tree(id)).isEmpty();
    }

    @Test
    void whatWasAppliedIsSeen() {
        assertThat(tree(layer(null, base())))
                .containsExactly(
                        Map.entry("d", "755 0:0 directory"),
                        Map.entry("d/a", "644 0:0 file a"),
                        Map.entry("d/b", "644 0:0 file b"),
                        Map.entry("d/c", "644 0:0 file b"),
                        Map.entry("o", "755 0:0 directory"),
                        Map.entry("o/old", "644 0:0 file old"),
                        Map.entry("s", "777 0:0 link d/a"));
    }

    @Test
    void theSizeAppliedIsThatOfFilesAndLinks() {
        String id = newId();
        driver().create(id, null);
        long size = driver().applyDiff(id, null, base().reader());
        assertThat(size).isEqualTo("a".length() + "b".length() + "d/a".length() + "old".length());
        assertThat(driver().diffSize(id, null)).isEqualTo(size);
    }

    @Test
    void aLayerCoversThoseBelow() {
        String below = layer(null, base());
        String top =
                layer(
                        below,
                        new LayerTar()
                                .directory("d")
                                .whiteout("d", "a")
                                .file("d/b", "B")
                                .directory("o")
                                .opaque("o")
                                .file("o/new", "new"));
        assertThat(tree(top))
                .containsEntry("d/b", "644 0:0 file B")
                .containsEntry("d/c", "644 0:0 file b")
                .containsEntry("o/new", "644 0:0 file new")
                .doesNotContainKeys("d/a", "o/old");
        assertThat(tree(below)).containsKeys("d/a", "o/old");
    }

    @Test
    void layersShareWhatIsBelow() {
        String below = layer(null, base());
        String left = layer(below, new LayerTar().file("left", "l"));
        String right = layer(below, new LayerTar().file("right", "r"));
        assertThat(tree(left)).containsKeys("d/a", "left").doesNotContainKey("right");
        assertThat(tree(right)).containsKeys("d/a", "right").doesNotContainKey("left");
    }

    @Test
    void whatIsWrittenStaysInTheReadWriteLayer() {
        String below = layer(null, base());
        String container = newId();
        driver().createReadWrite(container, below, Map.of());
        look(container, seen -> Files.writeString(seen.resolve("d/a"), "changed"));
        look(container, seen -> Files.writeString(seen.resolve("new"), "new"));
        assertThat(tree(container)).containsEntry("d/a", "644 0:0 file changed").containsKey("new");
        assertThat(tree(below)).containsEntry("d/a", "644 0:0 file a").doesNotContainKey("new");
    }

    @Test
    void aLayerThatAnotherStandsOnIsSeenReadOnly() {
        String below = layer(null, base());
        String middle = layer(below, new LayerTar().file("m", "m"));
        layer(middle, new LayerTar().file("t", "t"));
        assertThatThrownBy(() -> look(middle, seen -> Files.createFile(seen.resolve("x"))))
                .hasStackTraceContaining("Read-only");
    }

    @Test
    void changesAreThoseToTheParent() {
        String below = layer(null, base());
        String container = newId();
        driver().createReadWrite(container, below, Map.of());
        assertThat(changes(container, below)).isEmpty();
        look(
                container,
                seen -> {
                    Files.delete(seen.resolve("d/a"));
                    Files.writeString(seen.resolve("d/b"), "longer");
                    Files.createDirectory(seen.resolve("n"));
                    Files.writeString(seen.resolve("n/x"), "12345");
                    Files.delete(seen.resolve("o/old"));
                    return Files.deleteIfExists(seen.resolve("o"));
                });
        assertThat(changes(container, below))
                .containsExactly("C /d", "D /d/a", "C /d/b", "A /n", "A /n/x", "D /o");
        assertThat(driver().diffSize(container, below)).isEqualTo("longer".length() + 5);
    }

    @Test
    void aDiffAppliedElsewhereGivesTheSameTree() {
        String below = layer(null, base());
        String container = newId();
        driver().createReadWrite(container, below, Map.of());
        look(
                container,
                seen -> {
                    Files.delete(seen.resolve("d/a"));
                    Files.writeString(seen.resolve("d/b"), "new");
                    Files.createLink(seen.resolve("again"), seen.resolve("d/b"));
                    Files.delete(seen.resolve("o/old"));
                    Files.delete(seen.resolve("o"));
                    Files.createDirectory(seen.resolve("o"));
                    return Files.createSymbolicLink(seen.resolve("o/link"), Path.of("..."));
                });
        String copy = newId();
        driver().create(copy, below);
        driver().applyDiff(copy, below, LayerTar.reader(diff(container, below)));
        assertThat(tree(copy)).isEqualTo(tree(container));
    }

    @Test
    void aDiffToAnAncestorIsTheSumOfTheLayersBetween() {
        String lowest = layer(null, base());
        String middle =
                layer(lowest, new LayerTar().directory("d").whiteout("d", "a").file("m", "m"));
        String top = layer(middle, new LayerTar().file("t", "t"));
        assertThat(changes(top, lowest)).containsExactly("C /d", "D /d/a", "A /m", "A /t");
        String copy = newId();
        driver().create(copy, lowest);
        driver().applyDiff(copy, lowest, LayerTar.reader(diff(top, lowest)));
        assertThat(tree(copy)).isEqualTo(tree(top));
    }

    @Test
    void aDiffToNothingIsTheWholeTree() {
        String below = layer(null, base());
        String top = layer(below, new LayerTar().file("t", "t"));
        String copy = newId();
        driver().create(copy, null);
        driver().applyDiff(copy, null, LayerTar.reader(diff(top, null)));
        assertThat(tree(copy)).isEqualTo(tree(top));
    }

    @Test
    void removingIsHarmlessAgainAndForWhatIsNotThere() {
        String id = layer(null, base());
        driver().remove(id);
        assertThat(driver().exists(id)).isFalse();
        assertThat(driver().ids()).isEmpty();
        driver().remove(id);
        driver().remove(newId());
    }

    @Test
    void removingOneLayerLeavesItsSiblings() {
        String below = layer(null, base());
        String left = layer(below, new LayerTar().file("left", "l"));
        String right = layer(below, new LayerTar().file("right", "r"));
        driver().remove(left);
        assertThat(tree(right)).containsKeys("d/a", "right");
    }

    @Test
    void aLayerNeedsItsParent() {
        String id = newId();
        String missing = newId();
        assertThatThrownBy(() -> driver().create(id, missing))
                .isInstanceOfAny(ErrnoException.class, StorageException.class);
        assertThat(driver().exists(id)).isFalse();
    }

    @Test
    void anIdIsOneName() {
        for (String id : List.of("a/b", "..", ".", "", "/etc")) {
            assertThatThrownBy(() -> driver().create(id, null)).as(id).isNotNull();
            assertThatThrownBy(() -> driver().remove(id)).as(id).isNotNull();
        }
    }

    @Test
    void theMountIsTheSameUntilItIsPutBack() {
        String below = layer(null, base());
        String id = newId();
        driver().createReadWrite(id, below, Map.of());
        assertThat(driver().get(id)).isEqualTo(driver().get(id));
        driver().put(id);
        driver().put(id);
    }

    @Test
    void anUnknownLimitIsRefused() {
        String id = newId();
        assertThatThrownBy(() -> driver().createReadWrite(id, null, Map.of("nonsense", "1")))
                .isInstanceOf(StorageException.class);
        assertThat(driver().exists(id)).isFalse();
    }

    @Test
    void layersAreThereAfterARestart() {
        String below = layer(null, base());
        String top = layer(below, new LayerTar().file("t", "t"));
        Map<String, String> before = tree(top);
        driver().close();
        DataRoot held = root;
        if (held == null) {
            throw new IllegalStateException("no data-root is open");
        }
        opened = open(held);
        driver().cleanup();
        assertThat(driver().ids()).containsExactlyInAnyOrder(below, top);
        assertThat(tree(top)).isEqualTo(before);
    }

    @Test
    void manyLayersLieOneOnAnother() {
        String top = layer(null, new LayerTar().file("f0", "0"));
        for (int i = 1; i < DEPTH; i++) {
            top = layer(top, new LayerTar().file("f" + i, "" + i).file("last", "" + i));
        }
        assertThat(tree(top))
                .hasSize(DEPTH + 1)
                .containsEntry("last", "644 0:0 file " + (DEPTH - 1));
    }

    @Test
    void layersAreMadeAndRemovedAtTheSameTime() throws Exception {
        String below = layer(null, base());
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) {
                String id = newId();
                boolean removed = i % 2 == 0;
                all.add(
                        threads.submit(
                                () -> {
                                    driver().create(id, below);
                                    driver().applyDiff(id, below, base().reader());
                                    if (removed) {
                                        driver().remove(id);
                                    }
                                }));
            }
        }
        for (Future<?> each : all) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }
        assertThat(driver().ids()).hasSize(21);
    }

    @Test
    void aLayerFilledBeforeItsParentIsKnownIsLikeAnyOther() {
        assumeTrue(driver() instanceof LateParent, "the driver wants parents first");
        String below = layer(null, base());
        String late = layer(null, new LayerTar().directory("d").whiteout("d", "a"));
        ((LateParent) driver()).putOn(late, below);
        assertThat(tree(late)).containsKey("d/b").doesNotContainKey("d/a");
        assertThat(changes(late, below)).containsExactly("C /d", "D /d/a");
    }

    @Test
    void aLayersOwnFilesAreInItsDirectory() {
        assumeTrue(driver() instanceof DiffDirectory, "the driver has no directory of its own");
        String below = layer(null, base());
        String top = layer(below, new LayerTar().file("t", "t"));
        try (Directory own = ((DiffDirectory) driver()).openDiff(top)) {
            assertThat(own.list()).singleElement().extracting("name").isEqualTo("t");
        }
    }

    @Test
    void theStatusAndMetadataAreTold() {
        String below = layer(null, base());
        String top = layer(below, new LayerTar().file("t", "t"));
        assertThat(driver().status()).allSatisfy(row -> assertThat(row.name()).isNotBlank());
        assertThat(driver().metadata(top)).doesNotContainValue("");
        assertThat(driver().name()).isNotBlank();
    }
}
