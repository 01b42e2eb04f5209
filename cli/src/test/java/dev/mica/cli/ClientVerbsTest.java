package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientVerbsTest {

    private static final String PULLED =
            """
            {"status":"Pulling from a/b","id":"latest"}\r
            {"errorDetail":{"message":"no room"}}\r
            """;

    @TempDir Path folder;

    private AnsweringDaemon daemon;

    @BeforeEach
    void start() {
        daemon = new AnsweringDaemon(folder);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void psDrawsDockersTable() {
        daemon.answer(
                "GET /containers/json?all=1",
                200,
                """
                [{"Id":"0123456789abcdef","Names":["/other/x","/c1"],"Image":"bb:1",
                  "ImageID":"sha256:aa","Command":"sh -c 'echo hi; sleep 1000'","Created":100,
                  "Status":"Up 3 minutes","State":"running",
                  "Ports":[{"IP":"127.0.0.1","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]}]
                """);

        CommandRun run = CommandRun.of(daemon, "ps", "-a");

        assertThat(run.out().lines())
                .satisfiesExactly(
                        header ->
                                assertThat(header)
                                        .startsWith("CONTAINER ID   IMAGE     COMMAND     ")
                                        .endsWith("NAMES"),
                        row ->
                                assertThat(row)
                                        .startsWith(
                                                "0123456789ab   bb:1      \"sh -c 'echo hi; sle…\"")
                                        .contains("Up 3 minutes   127.0.0.1:8080->80/tcp   c1"));
    }

    @Test
    void aFailureOfOneDoesNotStopTheOthers() {
        daemon.answer("POST /containers/a/stop?t=1", 404, "{\"message\":\"No such container: a\"}")
                .answer("POST /containers/b/stop?t=1", 204, "");

        CommandRun run = CommandRun.of(daemon, "stop", "-t", "1", "a", "b");

        assertThat(run)
                .isEqualTo(
                        new CommandRun(
                                1, "b\n", "Error response from daemon: No such container: a\n"));
    }

    @Test
    void runAttachesAndWaitsBeforeItStarts() {
        daemon.answer(
                        "POST /containers/create?name=n",
                        201,
                        "{\"Id\":\"abc\",\"Warnings\":[\"w\"]}")
                .hijacked(
                        "POST /containers/abc/attach?stream=1&stdout=1&stderr=1",
                        "\1\0\0\0\0\0\0\3out\2\0\0\0\0\0\0\3err")
                .answer("POST /containers/abc/wait?condition=removed", 200, "{\"StatusCode\":5}")
                .answer("POST /containers/abc/start", 204, "");

        CommandRun run =
                CommandRun.of(
                        daemon,
                        "run",
                        "--rm",
                        "--name",
                        "n",
                        "-e",
                        "A=1",
                        "-v",
                        "/a:/b:ro",
                        "-v",
                        "/v",
                        "-m",
                        "64m",
                        "--cpus",
                        "1.5",
                        "--network",
                        "none",
                        "img",
                        "ls",
                        "-l");

        assertThat(run).isEqualTo(new CommandRun(5, "out", "WARNING: w\nerr"));
        assertThat(daemon.requests())
                .containsExactly(
                        "POST /containers/create?name=n",
                        "POST /containers/abc/attach?stream=1&stdout=1&stderr=1",
                        "POST /containers/abc/wait?condition=removed",
                        "POST /containers/abc/start");
        Json body = Json.read(daemon.bodies().getFirst().getBytes(StandardCharsets.UTF_8));
        assertThat(body.at("Cmd").texts()).containsExactly("ls", "-l");
        assertThat(body.at("Env").texts()).containsExactly("A=1");
        assertThat(body.at("Volumes").members()).containsOnlyKeys("/v");
        assertThat(body.at("HostConfig"))
                .hasToString(
                        "{\"AutoRemove\":true,\"NetworkMode\":\"none\",\"Binds\":[\"/a:/b:ro\"],"
                                + "\"Memory\":67108864,\"NanoCpus\":1500000000}");
    }

    @Test
    void aCommandThatIsNotThereIs127() {
        daemon.answer("POST /containers/create", 201, "{\"Id\":\"abc\"}")
                .hijacked("POST /containers/abc/attach?stream=1&stdout=1&stderr=1", "")
                .answer(
                        "POST /containers/abc/wait?condition=next-exit",
                        200,
                        "{\"StatusCode\":127}")
                .answer(
                        "POST /containers/abc/start",
                        400,
                        "{\"message\":\"exec: \\\"x\\\": executable file not found in $PATH:"
                                + " unknown\"}");

        CommandRun run = CommandRun.of(daemon, "run", "img", "x");

        assertThat(run.code()).isEqualTo(127);
        assertThat(run.err())
                .startsWith("mica: Error response from daemon: exec: \"x\": executable file")
                .endsWith("\n\nRun 'mica run --help' for more information\n");
    }

    @Test
    void runPullsAnImageThatIsMissing() {
        daemon.answer("POST /containers/create", 404, "{\"message\":\"No such image: a/b:latest\"}")
                .answer("POST /images/create?fromImage=docker.io%2Fa%2Fb&tag=latest", 200, PULLED);

        CommandRun run = CommandRun.of(daemon, "run", "a/b", "x");

        assertThat(run.code()).isEqualTo(125);
        assertThat(run.err())
                .startsWith(
                        """
                        Unable to find image 'a/b:latest' locally
                        latest: Pulling from a/b
                        mica: no room
                        """);
    }

    @Test
    void inspectLooksForEachKindAndPrintsAnEmptyListWithoutAny() {
        CommandRun run = CommandRun.of(daemon, "inspect", "x");

        assertThat(run).isEqualTo(new CommandRun(1, "[]\n", "Error: No such object: x\n"));
        assertThat(daemon.requests())
                .containsExactly(
                        "GET /containers/x/json",
                        "GET /images/x/json",
                        "GET /networks/x",
                        "GET /volumes/x");
    }

    @Test
    void credentialsOfDockerLoginGoAlong() throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"reg:5000\":{\"auth\":\"dTpwOnc=\"}}}");
        Shell shell =
                new Shell(
                        InputStream.nullInputStream(),
                        System.out,
                        System.err,
                        Map.of("DOCKER_CONFIG", folder.toString()));

        String header = RegistryLogins.read(shell).header("reg:5000");

        assertThat(Base64.getUrlDecoder().decode(header))
                .asString()
                .isEqualTo(
                        "{\"username\":\"u\",\"password\":\"p:w\",\"serveraddress\":\"reg:5000\"}");
    }
}
