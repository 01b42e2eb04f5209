package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.registry.Proxies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real docker command against the API, over an engine that runs nothing. */
class DockerCliTest {
    @TempDir Path directory;

    private final FakeEngine engine = new FakeEngine();
    private ApiServer server;

    /** What a command gave. */
    private record Result(int status, String out, String err) {}

    @BeforeEach
    void start() {
        assumeTrue(
                List.of("/usr/bin/docker", "/usr/local/bin/docker").stream()
                        .anyMatch(path -> Files.isExecutable(Path.of(path))),
                "needs docker: the command is not installed");
        var product = new Product("1.2", "2026-01-01T00:00:00Z");
        server =
                ApiServer.start(
                        UnixListener.on(List.of(host())),
                        ApiRoutes.table(engine, new SystemFacts(engine, product, Proxies.NONE)),
                        product.server(),
                        () -> {});
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void versionAndInfoShowMica() throws Exception {
        assertThat(
                        docker(
                                "",
                                "version",
                                "--format",
                                "{{.Server.Platform.Name}} {{.Server.Version}}"))
                .isEqualTo(new Result(0, "Mica 1.2\n", ""));
        assertThat(docker("", "info").out())
                .contains(" Storage Driver: overlay2\n  Backing Filesystem: extfs\n");
    }

    @Test
    void runShowsBothStreamsAndPassesTheExitCodeOn() throws Exception {
        Result run = docker("", "run", "img:1", "sh");
        assertThat(run).isEqualTo(new Result(7, "out\n", "err\n"));
        assertThat(engine.containers.calls).contains("await NEXT_EXIT", "start");
    }

    @Test
    void runWithInputSendsItAndReadsOnAfterItsEnd() throws Exception {
        String input = "data\n".repeat(100_000);
        Result run = docker(input, "run", "--rm", "-i", "img:1", "cat");
        assertThat(run.status()).isEqualTo(7);
        assertThat(run.out()).isEqualTo(input + "out\n");
    }

    @Test
    void runDetachedPrintsTheId() throws Exception {
        Result run = docker("", "run", "-d", "img:1", "sleep", "9");
        assertThat(run.status()).isZero();
        assertThat(run.out()).matches("[0-9a-f]{64}\n");
    }

    @Test
    void execCopiesItsInput() throws Exception {
        docker("", "create", "img:1", "sh");
        Result exec = docker("data", "exec", "-i", "0b65ec8ca213", "cat");
        assertThat(exec).isEqualTo(new Result(3, "data", ""));
    }

    @Test
    void whatIsNotThereEndsAsWithDocker() throws Exception {
        assertThat(docker("", "inspect", "nosuch"))
                .isEqualTo(new Result(1, "[]\n", "Error: No such object: nosuch\n"));
        assertThat(docker("", "run", "--rm", "nosuch", "x").err())
                .contains("Unable to find image 'nosuch:latest' locally")
                .contains("manifest unknown");
    }

    @Test
    void pullDrawsItsProgressAndSystemPruneIsDone() throws Exception {
        assertThat(docker("", "pull", "img:1").out()).contains("Pulling from img");
        assertThat(docker("", "system", "prune", "-f"))
                .isEqualTo(new Result(0, "Total reclaimed space: 0B\n", ""));
    }

    @Test
    void whatIsNotServedIsAnErrorThatNamesIt() throws Exception {
        assertThat(docker("", "volume", "create", "v1"))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "Error response from daemon: POST /volumes/create is not served by"
                                        + " Mica\n"));
    }

    private String host() {
        return "unix://" + directory.resolve("m.sock");
    }

    private Result docker(String input, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("docker", "-H", host()));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        var builder =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("DOCKER_CONFIG", directory.toString());
        builder.environment().remove("DOCKER_HOST");
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "docker " + String.join(" ", arguments) + " did not end: " + text(err));
        }
        return new Result(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
