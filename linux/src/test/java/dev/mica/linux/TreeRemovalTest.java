package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemovalTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    private Directory directory;

    @BeforeEach
    void open() {
        directory = Directory.open(linux, dir.toString());
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void removesFilesLinksAndDirectories() throws IOException {
        Path kept = Files.createDirectory(dir.resolve("kept"));
        Files.writeString(kept.resolve("file"), "");
        Files.createDirectories(dir.resolve("tree/a/b"));
        Files.createDirectories(dir.resolve("tree/c"));
        Files.writeString(dir.resolve("tree/a/b/file"), "");
        Files.createSymbolicLink(dir.resolve("tree/a/out"), kept);
        Files.createSymbolicLink(dir.resolve("link"), kept);
        directory.removeTree("tree");
        directory.removeTree("link");
        directory.removeTree("none");
        assertThat(directory.list()).extracting(DirEntry::name).containsExactly("kept");
        assertThat(kept.resolve("file")).exists();
    }

    @Test
    void removesATreeDeeperThanAnyPathOrNumberOfDescriptors() {
        int depth = 3000;
        directory.mkdir("0", 0700);
        Directory at = directory.directory("0");
        for (int i = 1; i < depth; i++) {
            at.mkdir("n" + i, 0700);
            at.create("file", 0600).close();
            Directory next = at.directory("n" + i);
            at.close();
            at = next;
        }
        at.close();
        int[] deepest = {0};
        directory.walk(
                (parent, path, name, stat) -> {
                    deepest[0] += stat.isDirectory() ? 1 : 0;
                    return true;
                });
        assertThat(deepest[0]).isEqualTo(depth);
        directory.removeTree("0");
        assertThat(directory.list()).isEmpty();
    }

    @Test
    void stopsAtAMountAndLeavesWhatIsMounted() throws IOException {
        assumeTrue(linux.geteuid() == 0, "needs root: mounts");
        Path other = Files.createDirectory(dir.resolve("other"));
        Files.writeString(other.resolve("file"), "");
        Path point = Files.createDirectories(dir.resolve("tree/a/point"));
        linux.mount(other.toString(), point.toString(), "", Flags.MS_BIND, "");
        try {
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> directory.removeTree("tree"))
                    .withMessage("unlinkat " + point + ": device or resource busy");
            assertThat(other.resolve("file")).exists();
        } finally {
            linux.umount2(point.toString(), Flags.MNT_DETACH);
        }
        directory.removeTree("tree");
        assertThat(dir.resolve("tree")).doesNotExist();
    }

    @Test
    void tellsWhichNameCouldNotBeRemoved() throws IOException {
        Files.createDirectories(dir.resolve("tree/a"));
        Files.writeString(dir.resolve("tree/a/file"), "");
        FaultyLinux faulty = new FaultyLinux(linux).fail("unlinkat", 2, Errno.EIO);
        try (Directory broken = Directory.open(faulty, dir.toString())) {
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> broken.removeTree("tree"))
                    .withMessage("unlinkat " + dir + "/tree/a/file: input/output error");
        }
    }
}
