package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
    private final Linux linux = Linux.system();
    private final Mounts mounts = new Mounts(linux);

    @TempDir Path dir;

    @AfterEach
    void unmountAll() {
        mounts.detachBelow(dir.toString());
    }

    @Test
    void linesOfMountinfoAreParsedWithTheirEscapes() {
        String line =
                "36 35 98:0 /mnt1 /a\\040b\\134c rw,noatime shared:1 master:2 - ext3 /dev/root"
                        + " rw,errors=continue\n"
                        + "nonsense\n"
                        + "37 36 0:5 / /x rw - tmpfs none rw\n";
        assertThat(MountInfo.parse(line.getBytes(StandardCharsets.US_ASCII)))
                .containsExactly(
                        new MountInfo(
                                36,
                                35,
                                "98:0",
                                "/mnt1",
                                "/a b\\c",
                                "rw,noatime",
                                List.of("shared:1", "master:2"),
                                "ext3",
                                "/dev/root",
                                "rw,errors=continue"),
                        new MountInfo(
                                37, 36, "0:5", "/", "/x", "rw", List.of(), "tmpfs", "none", "rw"));
    }

    @Test
    void theRootIsListed() {
        assertThat(mounts.at("/")).isPresent();
        assertThat(mounts.at(dir.toString())).isEmpty();
    }

    @Test
    void aDirectoryBecomesAPrivateMountOnce() throws IOException {
        needsRoot();
        Path point = Files.createDirectory(dir.resolve("with blank"));
        assertThat(mounts.bindPrivate(point.toString())).isTrue();
        assertThat(mounts.bindPrivate(point.toString())).isFalse();
        MountInfo mount = mounts.at(point.toString()).orElseThrow();
        assertThat(mount.propagation()).isEmpty();
        assertThat(mount.mountPoint()).isEqualTo(point.toString());
        assertThat(linux.statx(Flags.AT_FDCWD, point.toString(), 0).isMountRoot()).isTrue();
        assertThat(linux.statx(Flags.AT_FDCWD, point.toString(), 0).mountId())
                .isEqualTo(mount.id());
        mounts.unmount(point.toString());
        assertThat(mounts.detach(point.toString())).isFalse();
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> mounts.unmount(point.toString()))
                .withMessage("umount2 " + point + ": invalid argument");
    }

    @Test
    void mountsOnMountsAreDetachedFromTheTop() throws IOException {
        needsRoot();
        Path point = Files.createDirectory(dir.resolve("a"));
        mounts.mount("tmpfs", point.toString(), "tmpfs", Flags.MS_NODEV, "size=64k");
        Path below = Files.createDirectory(point.resolve("b"));
        mounts.mount("tmpfs", below.toString(), "tmpfs", 0, "");
        mounts.mount("tmpfs", below.toString(), "tmpfs", 0, "");
        assertThat(linux.statfs(below.toString()).type()).isEqualTo(Statfs.TMPFS);
        assertThat(mounts.detachBelow(dir.toString()))
                .containsExactly(below.toString(), below.toString(), point.toString());
        assertThat(mounts.at(point.toString())).isEmpty();
    }

    @Test
    void anOverlayOfManyLayersIsMountedByRelativeNames() throws IOException {
        needsRoot();
        List<String> lowers = new ArrayList<>();
        List<String> absolute = new ArrayList<>();
        for (int i = 0; i < 125; i++) {
            Path lower = Files.createDirectories(dir.resolve("l/ABCDEFGHIJKLMNOPQRSTUV" + i));
            Files.writeString(lower.resolve("file" + i), "");
            lowers.add("l/" + lower.getFileName());
            absolute.add(lower.toString());
        }
        for (String name : List.of("upper", "work", "merged")) {
            Files.createDirectory(dir.resolve(name));
        }
        String merged = dir.resolve("merged").toString();
        String rest = ",upperdir=upper,workdir=work";
        String tooLong = "lowerdir=" + String.join(":", absolute) + rest;
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> mounts.mount("overlay", merged, "overlay", 0, tooLong))
                .matches(e -> e.is(Errno.E2BIG));
        String options = "lowerdir=" + String.join(":", lowers) + rest;
        try {
            mounts.mountFrom(dir.toString(), "overlay", merged, "overlay", 0, options);
        } catch (ErrnoException e) {
            assumeTrue(false, "needs an overlay-capable kernel and directory: " + e.getMessage());
        }
        try (var entries = Files.list(Path.of(merged))) {
            assertThat(entries).hasSize(125);
        }
        assertThat(linux.statfs(merged).type()).isEqualTo(Statfs.OVERLAY);
        Path cwd = Path.of("/proc/self/cwd").toRealPath();
        assertThat(cwd).isNotEqualTo(dir.toRealPath());
    }

    private void needsRoot() {
        assumeTrue(linux.geteuid() == 0, "needs root: mounts");
    }
}
