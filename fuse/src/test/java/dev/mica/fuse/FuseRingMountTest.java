package dev.mica.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same, with requests over io_uring. */
class FuseRingMountTest extends FuseMountTest {
    private static final byte[] WAITS = "waits".getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch waiting = new CountDownLatch(3);
    private final CountDownLatch goesOn = new CountDownLatch(1);

    @Override
    FuseHandler tree() {
        return new TrivialTree() {
            @Override
            public long init(FuseCall call, long offered) {
                return FuseAbi.OVER_IO_URING;
            }

            @Override
            public int lookup(FuseCall call, long parent, byte[] name, int length) {
                if (length > WAITS.length
                        && java.util.Arrays.equals(name, 0, WAITS.length, WAITS, 0, WAITS.length)) {
                    waiting.countDown();
                    try {
                        assertThat(goesOn.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
                return super.lookup(call, parent, name, length);
            }
        };
    }

    @BeforeEach
    void isOverRings() {
        assumeTrue(session.has(FuseAbi.OVER_IO_URING), "needs FUSE over io_uring: Linux 6.14");
    }

    @Test
    void requestsThatWaitKeepNoOthersFromTheirProcessor() throws Exception {
        Process[] stuck = new Process[3];
        for (int i = 0; i < stuck.length; i++) {
            stuck[i] = new ProcessBuilder("taskset", "1", "stat", target + "/waits" + i).start();
        }
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(run("taskset", "1", "cat", target + "/hello")).isEqualTo("hello, world\n");
        goesOn.countDown();
        for (Process process : stuck) {
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }
}
