package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlockTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    @Test
    void oneHolderAtATimeAndTheContentIsLeftAlone() throws IOException {
        Path file = Files.writeString(dir.resolve("metadata.db"), "content");
        try (Flock _ = Flock.tryLock(linux, file.toString()).orElseThrow()) {
            assertThat(Flock.tryLock(linux, file.toString())).isEmpty();
        }
        Flock.tryLock(linux, file.toString()).orElseThrow().close();
        assertThat(file).hasContent("content");
        Flock.tryLock(linux, dir.resolve("new").toString()).orElseThrow().close();
        assertThat(dir.resolve("new")).isEmptyFile();
    }

    @Test
    void otherProgramsAreExcluded() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/flock")), "needs flock of util-linux");
        String file = dir.resolve("file").toString();
        try (Flock _ = Flock.tryLock(linux, file).orElseThrow()) {
            assertThat(flock(file)).isEqualTo(1);
        }
        assertThat(flock(file)).isZero();
    }

    private int flock(String file) throws InterruptedException {
        return new Spawner(linux, "/usr/bin/flock")
                .arguments("--nonblock", file, "/bin/true")
                .start()
                .waitFor()
                .code();
    }
}
