package dev.mica.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.linux.Directory;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Mounts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A journalled ext4 of its own in a file, whose power can be cut. */
final class LoopDisk implements AutoCloseable {
    private final Path directory;
    private final Path image;
    private final Path mountPoint;

    LoopDisk(long bytes, String... options) throws IOException, InterruptedException {
        Linux linux = Linux.system();
        assumeTrue(linux.geteuid() == 0, "needs root: loop mounts");
        assumeTrue(Files.exists(Path.of("/sbin/mkfs.ext4")), "needs mkfs.ext4 of e2fsprogs");
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "needs loop devices");
        directory = Files.createTempDirectory("mica-disk-");
        image = directory.resolve("image");
        mountPoint = Files.createDirectory(directory.resolve("disk"));
        try (RandomAccessFile file = new RandomAccessFile(image.toString(), "rw")) {
            file.setLength(bytes);
        }
        List<String> command = new ArrayList<>(List.of("/sbin/mkfs.ext4", "-q", "-F"));
        command.addAll(List.of(options));
        command.add(image.toString());
        run(command.toArray(String[]::new));
        mount();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(
                process.waitFor() == 0, "needs " + command[0] + " to work here: " + output.strip());
    }

    private void mount() throws IOException, InterruptedException {
        run("/bin/mount", "-o", "loop", image.toString(), mountPoint.toString());
    }

    Path path() {
        return mountPoint;
    }

    /** What was not synced is gone; then the machine starts again. */
    void cutPower() throws IOException, InterruptedException {
        Linux linux = Linux.system();
        try (Directory top = Directory.open(linux, mountPoint.toString())) {
            linux.ioctlPointer(top.fd(), Flags.FS_IOC_SHUTDOWN, Flags.FS_GOING_DOWN_NOLOGFLUSH);
        }
        new Mounts(linux).detachBelow(directory.toString());
        mount();
    }

    @Override
    public void close() {
        new Mounts(Linux.system()).detachBelow(directory.toString());
        try (Directory above = Directory.open(Linux.system(), directory.getParent().toString())) {
            above.removeTree(directory.getFileName().toString());
        }
    }
}
