package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mica.linux.Linux;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConmonTest {
    @TempDir Path directory;

    private Bundle bundle() {
        return new Bundle(directory, "abc");
    }

    private Conmon conmon() {
        Runc runc = new Runc(Path.of("/nosuch/runc"), directory);
        return new Conmon(Linux.system(), Path.of("/nosuch/conmon"), runc);
    }

    private void pipe() throws IOException, InterruptedException {
        Process made = new ProcessBuilder("mkfifo", bundle().control().toString()).start();
        assertThat(made.waitFor()).isZero();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theSizeOfATerminalWhoseConmonHasEndedIsNotWaitedFor()
            throws IOException, InterruptedException {
        pipe();

        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> conmon().resize(bundle(), 24, 80))
                .withMessage("cannot resize a stopped container: unknown");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theSizeIsOneLineToConmon() throws IOException, InterruptedException {
        pipe();
        Path said = directory.resolve("said");
        Process reader =
                new ProcessBuilder("head", "-n", "1", bundle().control().toString())
                        .redirectOutput(said.toFile())
                        .start();
        while (reader.isAlive()) {
            try {
                conmon().resize(bundle(), 24, 80);
            } catch (EngineException e) {
                Thread.sleep(10); // it has not opened the pipe yet
            }
        }
        assertThat(said).hasContent("1 24 80");
    }

    @Test
    void whatConmonSaysIsAProcessIdOrWhyThereIsNone() {
        assertThat(Conmon.pid("{\"pid\": 12}")).isEqualTo(12);
        assertThat(Conmon.pid("{\"data\": 13}")).isEqualTo(13);
        assertThatExceptionOfType(RuntimeFailure.class)
                .isThrownBy(
                        () ->
                                Conmon.pid(
                                        "{\"pid\": -1, \"message\":"
                                            + " \"{\\\"level\\\":\\\"error\\\",\\\"msg\\\":\\\"no\\\"}\"}"))
                .withMessage("no");
        assertThatExceptionOfType(RuntimeFailure.class).isThrownBy(() -> Conmon.pid(""));
    }
}
