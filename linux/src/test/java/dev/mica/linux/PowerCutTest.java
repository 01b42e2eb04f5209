package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journalled ext4 of its own, whose power is cut by FS_IOC_SHUTDOWN. */
@Timeout(60)
class PowerCutTest {
    private final Linux linux = Linux.system();
    private final Mounts mounts = new Mounts(linux);

    @TempDir Path dir;

    private Path image;
    private Path disk;

    @BeforeEach
    void mountADisk() throws Exception {
        assumeTrue(linux.geteuid() == 0, "needs root: loop mounts");
        assumeTrue(Files.exists(Path.of("/sbin/mkfs.ext4")), "needs mkfs.ext4 of e2fsprogs");
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "needs loop devices");
        image = dir.resolve("image");
        disk = Files.createDirectory(dir.resolve("disk"));
        try (Fd file = Fd.open(linux, image.toString(), Flags.O_RDWR | Flags.O_CREAT, 0600)) {
            linux.ftruncate(file.number(), 16 << 20);
        }
        run("/sbin/mkfs.ext4", "-q", "-F", image.toString());
        run("/bin/mount", "-o", "loop", image.toString(), disk.toString());
    }

    @AfterEach
    void unmount() {
        mounts.detachBelow(dir.toString());
    }

    @Test
    void whatWasWrittenWholeIsThereAndWhatWasNotSyncedIsNot() throws Exception {
        try (Directory top = Directory.open(linux, disk.toString())) {
            AtomicFile.write(top, "state", bytes("old"), 0600);
            AtomicFile.write(top, "state", bytes("new"), 0600);
            AtomicFile.writeUnsynced(top, "lost", bytes("lost"), 0600);
            linux.ioctlPointer(top.fd(), Flags.FS_IOC_SHUTDOWN, Flags.FS_GOING_DOWN_NOLOGFLUSH);
        }
        mounts.unmount(disk.toString());
        run("/bin/mount", "-o", "loop", image.toString(), disk.toString());
        assertThat(disk.resolve("state")).hasContent("new");
        assertThat(disk.resolve("lost")).doesNotExist();
    }

    private void run(String program, String... arguments) throws InterruptedException {
        ExitStatus status = new Spawner(linux, program).arguments(arguments).start().waitFor();
        assumeTrue(status.isSuccess(), "needs " + program + " to work here: " + status);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
