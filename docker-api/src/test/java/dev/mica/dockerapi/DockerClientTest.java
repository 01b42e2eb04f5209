package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerClientTest {

    @TempDir Path folder;

    @Test
    void sendsTheRequestAsHttpAndReadsABodyOfKnownLength() {
        try (ScriptedDaemon daemon =
                ScriptedDaemon.answering(
                        folder,
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhellotail")) {
            DockerClient client = DockerClient.of(daemon.host(), "1.41");

            DockerClientReply reply =
                    client.send(
                            DockerClientRequest.get("/images/json")
                                    .with("filters", "{\"a b\":1}")
                                    .with("all", true)
                                    .with("digests", false));

            assertThat(reply.header("x-a")).contains("b");
            assertThat(reply.bytes()).asString().isEqualTo("hello");
            assertThat(daemon.received())
                    .startsWith(
                            "GET /v1.41/images/json?filters=%7B%22a%20b%22%3A1%7D&all=1"
                                    + " HTTP/1.1\r\n"
                                    + "Host: api.moby.localhost\r\n");
        }
    }

    @Test
    void readsChunksThatComeInPieces() {
        try (ScriptedDaemon daemon =
                ScriptedDaemon.answering(
                        folder,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "5\r\nhel",
                        "lo\r",
                        "\n6;x=y\r\n world\r\n0\r\nTrailer: t\r\n\r\n")) {
            DockerClientReply reply = client(daemon).send(DockerClientRequest.get("/events"));

            assertThat(reply.bytes()).asString().isEqualTo("hello world");
        }
    }

    @Test
    void anErrorIsTheDaemonsMessage() {
        String head =
                head(
                        "HTTP/1.1 404 Not Found",
                        "Content-Type: application/json",
                        "Content-Length: 40");
        try (ScriptedDaemon daemon =
                ScriptedDaemon.answering(
                        folder, head, "{\"message\":\"No such container: \\u003cx\"}")) {
            assertThatThrownBy(() -> client(daemon).send(DockerClientRequest.post("/x/start")))
                    .isInstanceOfSatisfying(
                            DockerClientException.class, e -> assertThat(e.status()).isEqualTo(404))
                    .hasMessage("No such container: <x");
        }
    }

    @Test
    void aHijackedConnectionGoesBothWaysAndHalfCloses() throws IOException {
        String head =
                head(
                        "HTTP/1.1 101 UPGRADED",
                        "Content-Type: application/vnd.docker.raw-stream",
                        "Connection: Upgrade",
                        "Upgrade: tcp");
        try (ScriptedDaemon daemon = ScriptedDaemon.answering(folder, head + "first")) {
            try (DockerClientStream stream =
                    client(daemon).hijack(DockerClientRequest.post("/containers/x/attach"))) {
                assertThat(stream.contentType()).isEqualTo("application/vnd.docker.raw-stream");
                assertThat(stream.input().readNBytes(5)).asString().isEqualTo("first");
                stream.output().write("typed".getBytes(StandardCharsets.UTF_8));
                stream.closeOutput();
                assertThat(stream.input().readAllBytes()).isEmpty();
            }
            assertThat(daemon.received())
                    .contains("Connection: Upgrade\r\nUpgrade: tcp\r\n")
                    .endsWith("\r\n\r\ntyped");
        }
    }

    @Test
    void aStreamedBodyGoesOutInChunks() {
        try (ScriptedDaemon daemon =
                ScriptedDaemon.answeringAfter(
                        folder, "0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            byte[] big = new byte[70_000];
            client(daemon)
                    .send(
                            DockerClientRequest.post("/images/load")
                                    .withBody("application/x-tar", out -> out.write(big)))
                    .close();

            assertThat(daemon.received())
                    .contains("Transfer-Encoding: chunked\r\n\r\n10000\r\n")
                    .contains("\r\n1170\r\n")
                    .endsWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void anAnswerBeforeTheBodyWasReadIsTheAnswer() {
        try (ScriptedDaemon daemon =
                ScriptedDaemon.answering(
                        folder, "HTTP/1.1 500 Oops\r\nContent-Length: 7\r\n\r\nno room")) {
            byte[] endless = new byte[1 << 20];
            DockerClientRequest load =
                    DockerClientRequest.post("/images/load")
                            .withBody(
                                    "application/x-tar",
                                    out -> {
                                        for (int i = 0; i < 64; i++) {
                                            out.write(endless);
                                        }
                                    });

            assertThatThrownBy(() -> client(daemon).send(load)).hasMessage("no room");
        }
    }

    @Test
    void aSourceThatFailsDoesNotEndTheBody() {
        try (ScriptedDaemon daemon = ScriptedDaemon.answeringAfter(folder, "never", "")) {
            DockerClientRequest load =
                    DockerClientRequest.post("/images/load")
                            .withBody(
                                    "application/x-tar",
                                    out -> {
                                        throw new IOException("disk on fire");
                                    });

            assertThatThrownBy(() -> client(daemon).send(load))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("disk on fire");
            assertThat(daemon.received()).doesNotContain("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Enc",
                ""
            })
    void aMalformedAnswerFails(String answer) {
        try (ScriptedDaemon daemon = ScriptedDaemon.answering(folder, answer)) {
            assertThatThrownBy(() -> client(daemon).send(DockerClientRequest.get("/info")).bytes())
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aHeadWithoutEndIsCutOff() {
        String line = "X-Header: " + "x".repeat(1000) + "\r\n";
        try (ScriptedDaemon daemon =
                ScriptedDaemon.answering(folder, "HTTP/1.1 200 OK\r\n" + line.repeat(100))) {
            assertThatThrownBy(() -> client(daemon).send(DockerClientRequest.get("/info")))
                    .hasMessageContaining("a head of over 65536 bytes");
        }
    }

    @Test
    void bodiesThatEndEarlySayUnexpectedEof() {
        try (ScriptedDaemon daemon =
                ScriptedDaemon.answering(
                        folder, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort")) {
            DockerClientReply reply = client(daemon).send(DockerClientRequest.get("/info"));

            assertThatThrownBy(() -> reply.body().readAllBytes())
                    .isInstanceOf(EOFException.class)
                    .hasMessage("unexpected EOF");
        }
    }

    @Test
    void noDaemonIsDockersError() {
        String host = "unix://" + folder.resolve("none.sock");

        assertThatThrownBy(() -> DockerClient.of(host, null).send(DockerClientRequest.get("/info")))
                .isInstanceOf(DockerClientUnreachableException.class)
                .hasMessage(
                        "Cannot connect to the Docker daemon at "
                                + host
                                + ". Is the docker daemon running?");
    }

    @Test
    void otherSocketsThanUnixAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DockerClient.of("tcp://127.0.0.1:2375", null))
                .withMessageContaining("`tcp://127.0.0.1:2375`: only unix sockets are served");
    }

    @Test
    void imageNamesKeepTheirSlashesInAPath() {
        assertThat(DockerClientRequest.segment("reg:5000/a/b:1@sha256:00"))
                .isEqualTo("reg:5000/a/b:1@sha256:00");
        assertThat(DockerClientRequest.segment("a b?c#d%e")).isEqualTo("a%20b%3Fc%23d%25e");
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static DockerClient client(ScriptedDaemon daemon) {
        return DockerClient.of(daemon.host(), null);
    }
}
