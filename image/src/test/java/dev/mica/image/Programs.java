package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs other programs in a directory. */
final class Programs {

    private final Path directory;

    Programs(Path directory) {
        this.directory = directory;
    }

    /** Skips the test where a program is missing. */
    static void need(String... programs) {
        for (String program : programs) {
            boolean found =
                    Stream.of(System.getenv("PATH").split(":", -1))
                            .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
            assumeTrue(found, "needs the program " + program);
        }
    }

    /** Skips the test for anyone but root. */
    static void needRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    }

    /** Runs a program to its end; gives what it printed. */
    String run(String... command) {
        try {
            Path output = Files.createTempFile(directory, "output", ".txt");
            Process process =
                    new ProcessBuilder(List.of(command))
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as("ends: %s", List.of(command))
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            String printed = Files.readString(output);
            assertThat(process.exitValue()).as("%s: %s", List.of(command), printed).isZero();
            return printed;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", command), e);
        }
    }
}
