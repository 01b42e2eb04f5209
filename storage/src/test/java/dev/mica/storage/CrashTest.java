package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mica.image.ImageId;
import dev.mica.image.Reference;
import dev.mica.linux.FaultyLinux;
import dev.mica.linux.Linux;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The daemon is killed before each of its system calls in turn, and started again: then what it was
 * doing is done or undone, and nothing is left of it.
 */
@Timeout(300)
class CrashTest {
    private static final int MOST_CALLS = 5_000;
    private static final byte[] BASE =
            new TarBytes().directory("d").file("d/base", "b").symlink("s", "d").toBytes();
    private static final byte[] TOP =
            new TarBytes().whiteout("d/.wh.base").file("top", "t").toBytes();
    private static final Reference NAME = Reference.parse("app:1");
    private static final byte[] CONFIG = ImageArchive.config(List.of(BASE, TOP), "app:1");

    @RegisterExtension final StoreFixture store = new StoreFixture();

    /** The process is gone. An Error, so that nothing that cleans up after failures sees it. */
    private static final class Killed extends Error {
        @Serial private static final long serialVersionUID = 1L;
    }

    private interface Step {
        void run() throws IOException;
    }

    /**
     * Does something again and again, killed one call later each time, until it is done before.
     *
     * @param prepare done in peace before each time
     * @param after what must hold once the daemon is there again, be it done or not
     */
    private void killedAtEachStep(Step prepare, Step step, Step after) throws IOException {
        int survived = 0;
        for (int n = 1; n < MOST_CALLS; n++) {
            FaultyLinux dying = new FaultyLinux(Linux.system());
            store.restartAfterKill(dying);
            prepare.run();
            dying.dieAny(dying.total() + n, Killed::new);
            boolean done = isDone(step);
            store.restartAfterKill(Linux.system());
            try {
                store.checkInvariants();
                after.run();
            } catch (AssertionError e) {
                throw new AssertionError("killed before call " + n + ": " + e.getMessage(), e);
            }
            if (done && ++survived == 2) {
                assertThat(n).as("calls until it was done").isGreaterThan(5);
                return;
            }
        }
        fail("not done after " + MOST_CALLS + " calls");
    }

    private static boolean isDone(Step step) throws IOException {
        try {
            step.run();
            return true;
        } catch (Killed e) {
            return false;
        }
    }

    private void removeAll() {
        for (String container : store.layers.readWriteNames()) {
            store.layers.removeReadWrite(container);
        }
        store.references.references().forEach(store.references::remove);
        for (StoredImage image : store.images.images()) {
            store.images.delete(image.id());
        }
    }

    private void load() throws IOException {
        store.load(new ImageArchive().image("app:1", BASE, TOP));
    }

    private ImageId image() {
        return store.images.images().getFirst().id();
    }

    private void imageIsWholeOrAbsent() throws IOException {
        for (StoredImage image : store.images.images()) {
            assertThat(image.config().raw()).isEqualTo(CONFIG);
            ReadOnlyLayer top =
                    store.layers.find(image.config().chainId().orElseThrow()).orElseThrow();
            ByteArrayOutputStream tar = new ByteArrayOutputStream();
            top.writeTar(tar);
            assertThat(tar.toByteArray()).isEqualTo(TOP);
            store.layers.release(top);
        }
        if (store.images.images().isEmpty()) {
            assertThat(store.references.references()).isEmpty();
            assertThat(store.driverLayers()).isEmpty();
        }
    }

    @Test
    void loading() throws IOException {
        killedAtEachStep(this::removeAll, this::load, this::imageIsWholeOrAbsent);
    }

    @Test
    void removingAnImage() throws IOException {
        killedAtEachStep(
                () -> {
                    removeAll();
                    load();
                },
                () -> {
                    store.references.remove(NAME);
                    store.images.delete(image());
                },
                this::imageIsWholeOrAbsent);
    }

    @Test
    void creatingAContainersLayer() throws IOException {
        killedAtEachStep(
                () -> {
                    removeAll();
                    load();
                },
                () ->
                        store.layers.createReadWrite(
                                "c",
                                store.images.images().getFirst().config().chainId(),
                                ReadWriteOptions.DEFAULT),
                this::containerIsWholeOrAbsent);
    }

    @Test
    void removingAContainersLayer() throws IOException {
        killedAtEachStep(
                () -> {
                    removeAll();
                    load();
                    store.layers.createReadWrite(
                            "c",
                            store.images.images().getFirst().config().chainId(),
                            ReadWriteOptions.DEFAULT);
                },
                () -> store.layers.removeReadWrite("c"),
                this::containerIsWholeOrAbsent);
    }

    private void containerIsWholeOrAbsent() {
        Optional<ReadWriteLayer> layer = store.layers.findReadWrite("c");
        if (layer.isPresent()) {
            assertThat(layer.get().mount().resolve("top")).exists();
            assertThat(layer.get().mount().resolve("etc/hosts")).exists();
            layer.get().unmount();
            layer.get().unmount();
            assertThat(layer.get().changes()).isEmpty();
        }
    }

    @Test
    void committing() throws IOException {
        killedAtEachStep(
                () -> {
                    removeAll();
                    load();
                },
                () -> {
                    ReadOnlyLayer layer =
                            store.layers.register(
                                    new ByteArrayInputStream(
                                            new TarBytes().file("new", "n").toBytes()),
                                    store.images.images().getFirst().config().chainId());
                    String config =
                            new String(CONFIG, StandardCharsets.UTF_8)
                                    .replace("]}}", ",\"" + layer.diffId() + "\"]}}");
                    StoredImage image =
                            store.images.create(config.getBytes(StandardCharsets.UTF_8));
                    store.layers.release(layer);
                    store.references.put(Reference.parse("app:2"), image.id());
                },
                () -> {
                    int expected = store.images.images().size() + 1;
                    assertThat(store.driverLayers()).hasSize(expected);
                });
    }
}
