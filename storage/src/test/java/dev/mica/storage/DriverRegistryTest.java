package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Mounts;
import dev.mica.storage.spi.DriverException;
import dev.mica.storage.spi.StatusRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverRegistryTest {
    private final DriverRegistry registry = DriverRegistry.standard();
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    private DataRoot root;

    @BeforeEach
    void open() {
        assumeTrue(linux.geteuid() == 0, "needs root: mounts");
        root = DataRoot.open(linux, dir.resolve("root"));
    }

    @AfterEach
    void close() {
        if (root != null) {
            root.close();
            new Mounts(linux).detachBelow(dir.toString());
        }
    }

    private String driver(String name, String... options) {
        try (var driver =
                registry.open(root, Optional.ofNullable(name), List.of(options)).driver()) {
            return driver.name();
        }
    }

    private void refused(String message, String name, String... options) {
        assertThatThrownBy(() -> driver(name, options))
                .isInstanceOf(DriverException.class)
                .hasMessage(message);
    }

    private void leftBy(String driver) throws IOException {
        Files.createDirectories(root.path().resolve(driver).resolve("something"));
    }

    @Test
    void aFreshRootGetsTheFirstThatWorks() {
        assertThat(driver(null)).isEqualTo("overlay2");
    }

    @Test
    void aRootKeepsTheDriverItHad() throws IOException {
        leftBy("overlay2");
        leftBy("vfs");
        Files.createDirectory(root.path().resolve("overlay"));
        assertThat(driver(null)).isEqualTo("overlay2");
    }

    @Test
    void severalPriorDriversMustBeChosenFrom() throws IOException {
        leftBy("overlay2");
        leftBy("aufs");
        refused(
                root.path()
                        + " contains several valid graphdrivers: overlay2, aufs; Please cleanup or"
                        + " explicitly choose storage driver (-s <DRIVER>)",
                null);
        assertThat(driver("overlay2")).isEqualTo("overlay2");
    }

    @Test
    void aRootOfADriverThatMicaLacksIsNotTakenForAFreshOne() throws IOException {
        leftBy("btrfs");
        refused("driver not supported", null);
    }

    @Test
    void aDriverThatIsNotThereIsRefused() {
        refused("driver not supported", "nosuchdrv");
        refused("driver not supported", "vfs");
    }

    @Test
    void optionsAreCheckedInDockersWords() {
        refused("overlay2: unknown option overlay2.nosuch", "overlay2", "overlay2.nosuch=1");
        refused("overlay2: unknown option size", null, "size=5G");
        refused("Unable to parse key/value option: size", null, "size");
        refused("invalid size: 'xx'", "overlay2", "overlay2.size=xx");
        refused(
                "Storage Option overlay2.size only supported for backingFS XFS. Found extfs",
                "overlay2",
                "overlay2.size=1G");
        refused(
                "strconv.ParseBool: parsing \"maybe\": invalid syntax",
                "overlay2",
                "overlay2.override_kernel_check=maybe");
        assertThat(driver("overlay2", "overlay2.override_kernel_check=true")).isEqualTo("overlay2");
    }

    @Test
    void theStatusIsDockers() {
        try (var driver = registry.open(root, Optional.of("overlay2"), List.of()).driver()) {
            assertThat(driver.status())
                    .containsExactly(
                            new StatusRow("Backing Filesystem", "extfs"),
                            new StatusRow("Supports d_type", "true"),
                            new StatusRow("Native Overlay Diff", "true"),
                            new StatusRow("userxattr", "false"));
        }
        assertThat(root.path().resolve("overlay2")).isDirectoryNotContaining("glob:**check*");
    }

    @Test
    void overlayDoesNotLieOnOverlay() throws IOException {
        for (String name : List.of("lower", "upper", "work", "merged")) {
            Files.createDirectory(dir.resolve(name));
        }
        linux.mount(
                "overlay",
                dir.resolve("merged").toString(),
                "overlay",
                0,
                "lowerdir="
                        + dir.resolve("lower")
                        + ",upperdir="
                        + dir.resolve("upper")
                        + ",workdir="
                        + dir.resolve("work"));
        try (DataRoot above = DataRoot.open(linux, dir.resolve("merged/root"))) {
            assertThatThrownBy(() -> registry.open(above, Optional.of("overlay2"), List.of()))
                    .hasMessage("backing file system is unsupported for this graph driver");
        }
    }

    @Test
    void aFileSystemWithoutTypesInItsDirectoriesIsRefused() throws Exception {
        try (LoopDisk disk = new LoopDisk(16 << 20, "-O", "^filetype");
                DataRoot onIt = DataRoot.open(linux, disk.path().resolve("root"))) {
            assertThatThrownBy(() -> registry.open(onIt, Optional.empty(), List.of()))
                    .hasMessage("No supported storage backend found");
            assertThatThrownBy(() -> registry.open(onIt, Optional.of("overlay2"), List.of()))
                    .hasMessage(
                            "overlay2: the backing extfs filesystem is formatted without d_type"
                                + " support, which leads to incorrect behavior. Reformat the"
                                + " filesystem (or use tune2fs) with -O filetype flag to enable"
                                + " d_type support. Backing filesystems without d_type support are"
                                + " not supported.");
            assertThat(onIt.path().resolve("overlay2")).doesNotExist();
        }
    }

    @Test
    void aTrialThatWasKilledIsCleanedUp() throws IOException {
        assertThat(driver("overlay2")).isEqualTo("overlay2");
        Path left = root.path().resolve("overlay2/.check-overlayfs-support-x");
        Files.createDirectories(left.resolve("merged"));
        linux.mount("tmpfs", left.resolve("merged").toString(), "tmpfs", 0, "");
        try (var driver = registry.open(root, Optional.of("overlay2"), List.of()).driver()) {
            driver.cleanup();
            assertThat(left).doesNotExist();
            assertThat(driver.ids()).isEmpty();
        }
    }

    @Test
    void aRootServesOneEngineAtATime() {
        assertThatThrownBy(() -> DataRoot.open(linux, root.path()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("in use")
                .hasMessageContaining("volumes/metadata.db");
    }

    @Test
    void aRootIsAPrivateMountOfItsOwn() {
        assertThat(new Mounts(linux).at(root.path().toString()))
                .hasValueSatisfying(mount -> assertThat(mount.propagation()).isEmpty());
        root.close();
        assertThat(new Mounts(linux).at(root.path().toString())).isEmpty();
        root = DataRoot.open(linux, root.path());
    }

    @Test
    void aRootThatAKilledDaemonLeftMountedIsUnmountedInTheEnd() {
        Path path = root.path();
        linux.mount(path.toString(), path.toString(), "", Flags.MS_BIND, "");
        root.close();
        root = DataRoot.open(linux, path);
        root.close();
        assertThat(new Mounts(linux).at(path.toString())).isEmpty();
        root = DataRoot.open(linux, path);
    }

    @Test
    void aRelativeRootIsRefused() {
        assertThatThrownBy(() -> DataRoot.open(linux, Path.of("here")))
                .hasMessage("the data-root must be an absolute path, not here");
    }
}
