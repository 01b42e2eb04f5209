package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.image.Reference;
import dev.mica.linux.FaultyLinux;
import dev.mica.linux.Linux;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each system call in turn says that the disk is full. Then the work fails with that reason,
 * nothing is left of it, and the store goes on.
 */
@Timeout(300)
class FaultTest {
    private static final int MOST_CALLS = 5_000;
    private static final byte[] BASE =
            new TarBytes().directory("d").file("d/base", "b").symlink("s", "d").toBytes();
    private static final byte[] TOP =
            new TarBytes().whiteout("d/.wh.base").owner(1, 1).file("top", "t").toBytes();

    @RegisterExtension final StoreFixture store = new StoreFixture();

    private interface Step {
        void run() throws IOException;
    }

    private void fullAtEachStep(Step step, Step undone, Step undo) throws IOException {
        FaultyLinux faulty = new FaultyLinux(Linux.system());
        store.restartAfterKill(faulty);
        for (int n = 1; n < MOST_CALLS; n++) {
            int last = faulty.total() + n;
            faulty.failAny(last, Errno.ENOSPC);
            boolean done;
            try {
                step.run();
                done = true;
            } catch (RuntimeException e) {
                done = false;
                assertThat(e).as("full at call %d", n).hasStackTraceContaining("no space left");
            }
            boolean over = faulty.total() < last;
            useUp(faulty, last);
            store.layers.dropUnusedLeases();
            try {
                if (done) {
                    undo.run();
                }
                store.checkInvariants();
                undone.run();
            } catch (AssertionError e) {
                throw new AssertionError("full at call " + n + ": " + e.getMessage(), e);
            }
            if (over) {
                assertThat(n).isGreaterThan(5);
                return;
            }
        }
        fail("not done after " + MOST_CALLS + " calls");
    }

    /** Makes calls until the one that fails has been made. */
    private void useUp(FaultyLinux faulty, int last) {
        while (faulty.total() <= last) {
            try {
                faulty.syncfs(0);
            } catch (ErrnoException e) {
                assertThat(e.errno()).isEqualTo(Errno.ENOSPC);
            }
        }
    }

    private void removeAll() {
        store.references.references().forEach(store.references::remove);
        for (StoredImage image : store.images.images()) {
            store.images.delete(image.id());
        }
    }

    @Test
    void loading() throws IOException {
        fullAtEachStep(
                () -> store.load(new ImageArchive().image("app:1", BASE, TOP)),
                () -> {
                    assertThat(store.images.images()).isEmpty();
                    assertThat(store.driverLayers()).isEmpty();
                },
                this::removeAll);
    }

    @Test
    void creatingAContainersLayer() throws IOException {
        store.load(new ImageArchive().image("app:1", BASE, TOP));
        List<String> before = store.driverLayers();
        fullAtEachStep(
                () ->
                        store.layers.createReadWrite(
                                "c",
                                store.images.images().getFirst().config().chainId(),
                                ReadWriteOptions.DEFAULT),
                () -> assertThat(store.driverLayers()).isEqualTo(before),
                () -> store.layers.removeReadWrite("c"));
    }

    @Test
    void namingAnImage() throws IOException {
        store.load(new ImageArchive().image("app:1", BASE));
        Reference name = Reference.parse("other:1");
        fullAtEachStep(
                () -> store.references.put(name, store.images.images().getFirst().id()),
                () -> assertThat(store.references.find(name)).isEmpty(),
                () -> store.references.remove(name));
    }
}
