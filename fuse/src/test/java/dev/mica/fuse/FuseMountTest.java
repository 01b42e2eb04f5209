package dev.mica.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real mount. What touches it are other processes: this one serves it. */
class FuseMountTest {
    @TempDir Path target;
    FuseMount mount;
    private Thread runs;
    FuseSession session;

    /** What is served. */
    FuseHandler tree() {
        return new TrivialTree();
    }

    @BeforeEach
    void mount() throws Exception {
        Linux linux = Linux.system();
        assumeTrue(linux.geteuid() == 0, "needs root");
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "needs /dev/fuse");
        RingPermission permission = RingPermission.take(linux);
        mount =
                FuseMount.make(
                        linux,
                        target.toString(),
                        "trivial",
                        "hello",
                        Flags.MS_NOSUID | Flags.MS_NODEV,
                        "default_permissions");
        CountDownLatch ready = new CountDownLatch(1);
        session = new FuseSession(linux, mount.transport(), tree(), ready::countDown);
        runs =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        session.run();
                                    } catch (InterruptedException e) {
                                        throw new AssertionError(e);
                                    }
                                });
        assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
        permission.putBack();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mount != null) {
            mount.unmount();
            runs.join(10_000);
            mount.close();
            assertThat(runs.isAlive()).isFalse();
        }
    }

    String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] out = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new String(out, StandardCharsets.UTF_8);
    }

    @Test
    void isListedAndRead() throws Exception {
        assertThat(run("ls", target.toString())).isEqualTo("hello\n");
        assertThat(run("cat", target + "/hello")).isEqualTo("hello, world\n");
        assertThat(run("cat", target + "/absent")).contains("No such file or directory");
        assertThat(run("grep", " " + target + " ", "/proc/mounts"))
                .startsWith("hello " + target + " fuse.trivial rw,nosuid,nodev");
    }

    @Test
    void allocatesNothingForALookup() throws Exception {
        String many = "for i in $(seq 10000); do [ -e " + target + "/hello$i ]; done";
        // code that is still interpreted allocates, so the first rounds may
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 6 && allocated >= 10_000; round++) {
            long before = allocated();
            run("sh", "-c", many);
            allocated = allocated() - before;
        }
        // not a byte a request; the worker that waits allocates a little each time it looks
        assertThat(allocated).isLessThan(10_000);
    }

    /** Bytes that the workers have allocated. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("mica-fuse-")) {
                sum += threads.getThreadAllocatedBytes(thread.threadId());
            }
        }
        return sum;
    }
}
