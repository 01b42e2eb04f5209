package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.errno.Errno;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.linux.FaultyLinux;
import dev.mica.linux.Linux;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a disk of its own: power cuts at any moment, and no room. */
@Timeout(300)
class DiskTest {
    private static final byte[] BASE = layer(1, 40);
    private static final byte[] TOP = layer(2, 20);

    private LoopDisk disk;
    private DataRoot root;
    private LayerStore layers;
    private ImageStore images;
    private ReferenceStore references;

    /** The power is gone. */
    private static final class Cut extends Error {
        @Serial private static final long serialVersionUID = 1L;
    }

    private static byte[] layer(int seed, int files) {
        TarBytes tar = new TarBytes().directory("d" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < files; i++) {
            byte[] content = new byte[random.nextInt(20_000)];
            random.nextBytes(content);
            tar.file("d" + seed + "/f" + i, content);
        }
        return tar.toBytes();
    }

    @BeforeEach
    void openDisk() throws Exception {
        disk = new LoopDisk(24 << 20);
        open(Linux.system());
    }

    @AfterEach
    void closeDisk() {
        if (disk != null) {
            try {
                close();
            } finally {
                disk.close();
            }
        }
    }

    private void open(Linux linux) {
        root = DataRoot.open(linux, disk.path().resolve("root"));
        OpenedDriver driver =
                DriverRegistry.standard().open(root, Optional.of("overlay2"), List.of());
        layers = LayerStore.open(root, driver);
        images = ImageStore.open(root, layers);
        references = ReferenceStore.open(root, "overlay2");
    }

    private void close() {
        layers.close();
        try {
            root.close();
        } catch (Error dead) {
            // its lock is gone
        }
    }

    private void load(byte[] archive) throws IOException {
        new ImageLoader(layers, images, references)
                .load(
                        new ByteArrayInputStream(archive),
                        Platform.of("linux", "amd64", ""),
                        LoadProgress.SILENT);
    }

    private static byte[] archive() {
        return new ImageArchive().image("app:1", BASE, TOP).toBytes();
    }

    private void imageIsWhole() {
        StoredImage image = images.images().getFirst();
        ReadOnlyLayer top = layers.find(image.config().chainId().orElseThrow()).orElseThrow();
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        top.writeTar(tar);
        assertThat(tar.toByteArray()).isEqualTo(TOP);
        tar.reset();
        top.parent().orElseThrow().writeTar(tar);
        assertThat(tar.toByteArray()).isEqualTo(BASE);
        layers.release(top);
    }

    @Test
    void whatWasAnsweredForOutlivesAPowerCut() throws Exception {
        load(archive());
        ReadWriteLayer container =
                layers.createReadWrite(
                        "c",
                        images.images().getFirst().config().chainId(),
                        ReadWriteOptions.DEFAULT);
        assertThat(container.mountId()).isNotEmpty();
        close();
        disk.cutPower();
        open(Linux.system());
        Invariants.check(root.path());
        imageIsWhole();
        assertThat(references.find(Reference.parse("app:1"))).isPresent();
        Path merged = layers.findReadWrite("c").orElseThrow().mount();
        assertThat(merged.resolve(".dockerenv")).exists();
        assertThat(merged.resolve("d1/f0")).exists();
        layers.removeReadWrite("c");
    }

    @Test
    void whatWasRemovedStaysRemoved() throws Exception {
        load(archive());
        references.remove(Reference.parse("app:1"));
        images.delete(images.images().getFirst().id());
        close();
        disk.cutPower();
        open(Linux.system());
        assertThat(images.images()).isEmpty();
        Invariants.check(root.path());
    }

    @Test
    void whatWasUnderWayIsWholeOrAbsent() throws Exception {
        int whole = 0;
        int absent = 0;
        for (int n = 1; whole < 2; n += 23) {
            FaultyLinux dying = new FaultyLinux(Linux.system());
            close();
            open(dying);
            dying.dieAny(dying.total() + n, Cut::new);
            try {
                load(archive());
            } catch (Cut cut) {
                // now
            }
            close();
            disk.cutPower();
            open(Linux.system());
            Invariants.check(root.path());
            if (images.images().isEmpty()) {
                absent++;
                assertThat(references.references()).isEmpty();
            } else {
                whole++;
                imageIsWhole();
                references.references().forEach(references::remove);
                images.delete(images.images().getFirst().id());
            }
        }
        assertThat(absent).isGreaterThan(10);
    }

    @Test
    void anImageThatDoesNotFitLeavesNothing() throws Exception {
        load(archive());
        byte[] large = new byte[30 << 20];
        new Random(3).nextBytes(large);
        byte[] tooLarge = new TarBytes().file("large", large).toBytes();
        long before = Files.getFileStore(disk.path()).getUsableSpace();
        assertThatThrownBy(() -> load(new ImageArchive().image("big:1", tooLarge).toBytes()))
                .hasMessageContaining(Errno.text(Errno.ENOSPC));
        root.sync();
        assertThat(Files.getFileStore(disk.path()).getUsableSpace())
                .isGreaterThan(before - (1 << 20));
        Invariants.check(root.path());
        imageIsWhole();
        load(new ImageArchive().image("small:1", BASE).toBytes());
        assertThat(images.images()).hasSize(2);
    }
}
