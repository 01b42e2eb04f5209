package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.errno.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContentTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    @Test
    void holesAreFound() {
        try (Fd file = create("sparse")) {
            int n = file.number();
            linux.ftruncate(n, 4 << 20);
            file.write(ByteBuffer.wrap(new byte[] {1}), 2 << 20);
            long data = linux.lseek(n, 0, Flags.SEEK_DATA);
            assumeTrue(data != 0, "needs a file system that finds holes at " + dir);
            assertThat(data).isEqualTo(2 << 20);
            assertThat(linux.lseek(n, data, Flags.SEEK_HOLE)).isBetween(data + 1, 3L << 20);
            assertThat(linux.lseek(n, 3 << 20, Flags.SEEK_DATA)).isEqualTo(-Errno.ENXIO);
            assertThat(linux.fstat(n).size()).isEqualTo(4 << 20);
            assertThat(linux.fstat(n).blocks()).isLessThan(4 << 11);
        }
    }

    @Test
    void roomIsReservedAndDataReachesTheDisk() throws IOException {
        try (Fd file = create("reserved")) {
            linux.fallocate(file.number(), Flags.FALLOC_FL_KEEP_SIZE, 0, 1 << 20);
            assertThat(linux.fstat(file.number()).size()).isZero();
            assertThat(linux.fstat(file.number()).blocks()).isGreaterThanOrEqualTo(1 << 11);
            linux.fsync(file.number());
            linux.fdatasync(file.number());
            linux.syncfs(file.number());
            Statfs fs = linux.fstatfs(file.number());
            assertThat(fs.type()).isEqualTo(linux.statfs(dir.toString()).type());
            assertThat(fs.blocks() * fs.blockSize())
                    .isEqualTo(Files.getFileStore(dir).getTotalSpace());
            assertThat(fs.nameLength()).isEqualTo(255);
        }
    }

    @Test
    void dataIsSentWithinTheKernel() throws IOException {
        Path from = Files.writeString(dir.resolve("from"), "0123456789");
        try (Fd in = Fd.open(linux, from.toString(), Flags.O_RDONLY, 0);
                Fd out = create("to")) {
            assertThat(linux.sendfile(out.number(), in.number(), 4, 3)).isEqualTo(3);
            assertThat(linux.sendfile(out.number(), in.number(), -1, 2)).isEqualTo(2);
            assertThat(linux.sendfile(out.number(), in.number(), -1, 2)).isEqualTo(2);
        }
        assertThat(dir.resolve("to")).hasContent("4560123");
    }

    @Test
    void aStreamOnAVirtualThreadReadsToTheEnd() throws Exception {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Path plain = Files.writeString(dir.resolve("plain"), "plain");
        try (Pipe pipe = Pipe.open(linux)) {
            Thread.startVirtualThread(
                    () -> {
                        try (var piped = pipe.reader().inputStream();
                                Fd file = Fd.open(linux, plain.toString(), 0, 0);
                                var stream = file.inputStream()) {
                            stream.skipNBytes(1);
                            stream.readNBytes(4);
                            read.complete(piped.readAllBytes());
                        } catch (IOException | RuntimeException e) {
                            read.completeExceptionally(e);
                        }
                    });
            byte[] half = "x".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
            pipe.writer().write(ByteBuffer.wrap(half));
            pipe.writer().write(ByteBuffer.wrap(half));
            pipe.writer().close();
            assertThat(read.get(10, TimeUnit.SECONDS)).hasSize(60_000);
        }
    }

    @Test
    void manyThreadsShareFewScratches() throws Exception {
        List<Thread> threads = new ArrayList<>();
        AtomicInteger right = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            String name = "name-of-its-own-" + i;
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                try (Directory at = Directory.open(linux, dir.toString())) {
                                    at.symlink(name + "!", name);
                                    for (int k = 0; k < 50; k++) {
                                        if (at.readlink(name).equals(name + "!")) {
                                            right.incrementAndGet();
                                        }
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(right).hasValue(200 * 50);
    }

    @Test
    void aThreadOfItsOwnMayLeaveItsNamespaces() throws IOException {
        assumeTrue(linux.geteuid() == 0, "needs root: namespaces");
        Path mine = Path.of("/proc/thread-self/ns/net");
        Path before = Files.readSymbolicLink(mine);
        OwnThread.run(
                "test-namespaces",
                () -> {
                    linux.unshare(Flags.CLONE_NEWNET);
                    assertThat(linux.readlinkat(Flags.AT_FDCWD, mine.toString()))
                            .isNotEqualTo(before.toString());
                    try (Fd home = Fd.open(linux, "/proc/self/ns/net", Flags.O_RDONLY, 0)) {
                        linux.setns(home.number(), Flags.CLONE_NEWNET);
                    }
                    assertThat(linux.readlinkat(Flags.AT_FDCWD, mine.toString()))
                            .isEqualTo(before.toString());
                });
        assertThat(Files.readSymbolicLink(mine)).isEqualTo(before);
    }

    private Fd create(String name) {
        return Fd.open(linux, dir.resolve(name).toString(), Flags.O_RDWR | Flags.O_CREAT, 0600);
    }
}
