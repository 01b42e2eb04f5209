package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportTest {
    @TempDir Path directory;

    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final CountDownLatch lost = new CountDownLatch(1);
    private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
    private ApiServer server;
    private Path socket;

    @BeforeEach
    void start() {
        var routes =
                new RouteTable()
                        .get("/small", x -> json(x, "{}\n"))
                        .get("/large", x -> json(x, "x".repeat(2049)))
                        .get("/images/{name...}/json", x -> said(x, x.variable("name")))
                        .get("/broken", x -> broken(x))
                        .get("/wait", x -> waitForHangUp(x))
                        .head("/small", x -> json(x, "{}\n"))
                        .post("/echo", x -> said(x, new String(x.json(), StandardCharsets.UTF_8)))
                        .post("/length", x -> said(x, "" + x.body().readAllBytes().length))
                        .post("/unread", x -> x.answer().empty(204))
                        .post("/attach", x -> attach(x));
        socket = directory.resolve("m.sock");
        server =
                ApiServer.start(
                        UnixListener.on(List.of("unix://" + socket)),
                        routes,
                        "Mica/1",
                        lost::countDown);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersCarryTheHeadersOfEveryDockerAnswer() throws IOException {
        String answer = once("GET", "/v1.41/small");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Api-Version: 1.44\r\n", "Docker-Experimental: false\r\n")
                .contains("Ostype: linux\r\n", "Server: Mica/1 (linux)\r\n", "\r\nDate: ")
                .contains("Content-Type: application/json\r\n", "Content-Length: 3\r\n")
                .endsWith("\r\n\r\n{}\n");
    }

    @Test
    void aBodyOverTwoKibibytesIsChunked() throws IOException {
        assertThat(once("GET", "/large"))
                .contains("Transfer-Encoding: chunked\r\n")
                .doesNotContain("Content-Length")
                .endsWith("\r\n\r\n801\r\n" + "x".repeat(2049) + "\r\n0\r\n\r\n");
    }

    @Test
    void headSendsTheLengthButNoBody() throws IOException {
        assertThat(once("HEAD", "/small")).contains("Content-Length: 3\r\n").endsWith("\r\n\r\n");
    }

    @Test
    void unknownPathsAndMethodsAreNotFound() throws IOException {
        assertThat(once("GET", "/nosuch"))
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .endsWith("{\"message\":\"page not found\"}\n");
        assertThat(once("DELETE", "/small")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void versionsOutsideTheRangeAreRefusedInDockersWords() throws IOException {
        assertThat(once("GET", "/v1.10/small"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: text/plain; charset=utf-8\r\n")
                .endsWith(
                        "client version 1.10 is too old. Minimum supported API version is 1.24,"
                                + " please upgrade your client to a newer version\n");
        assertThat(once("GET", "/v1.99/small"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/json\r\n")
                .endsWith(
                        "{\"message\":\"client version 1.99 is too new. Maximum supported API"
                                + " version is 1.44\"}\n");
    }

    @Test
    void imageNamesMayHaveSlashesEncodedOrNot() throws IOException {
        assertThat(once("GET", "/v1.44/images/a/b:1/json")).endsWith("\r\n\r\na/b:1");
        assertThat(once("GET", "/images/a%2Fb:1/json")).endsWith("\r\n\r\na/b:1");
    }

    @Test
    void anUncleanPathIsRedirected() throws IOException {
        assertThat(once("GET", "/images/a//b/json?x=1"))
                .startsWith("HTTP/1.1 301 Moved Permanently\r\n")
                .contains("Location: /images/a/b/json?x=1\r\n");
    }

    @Test
    void anExceptionOfAHandlerIsAnAnswerAndTheConnectionGoesOn() throws IOException {
        try (var client = new RawClient(socket)) {
            client.request("GET", "/broken");
            assertThat(client.readThrough("}\n"))
                    .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                    .endsWith("{\"message\":\"all is lost \\u0026 gone\"}\n");
            client.request("GET", "/small");
            assertThat(client.readThrough("{}\n")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aHeadOver64KibibytesIsRefusedInJson() throws IOException {
        for (String request :
                List.of(
                        "GET /small?" + "q".repeat(66_000) + " HTTP/1.1\r\nHost: d\r\n\r\n",
                        "GET /small HTTP/1.1\r\nHost: d\r\nX: " + "q".repeat(66_000) + "\r\n\r\n",
                        "GET /small?"
                                + "q".repeat(33_000)
                                + " HTTP/1.1\r\nHost: d\r\nX: "
                                + "q".repeat(33_000)
                                + "\r\n\r\n")) {
            try (var client = new RawClient(socket)) {
                assertThat(client.send(request).readAll())
                        .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
                        .contains("Content-Type: application/json", "Api-Version: 1.44\r\n")
                        .endsWith("{\"message\":\"" + Heads.TOO_LONG + "\"}\n");
            }
        }
    }

    @Test
    void brokenRequestsAreAnsweredInJson() throws IOException {
        for (String request :
                List.of(
                        "rubbish\r\n\r\n",
                        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                        "GET /%zz HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n",
                        lines(
                                "POST /echo HTTP/1.1",
                                "Host: d",
                                "Connection: close",
                                "Transfer-Encoding: chunked",
                                "",
                                "zz",
                                ""))) {
            try (var client = new RawClient(socket)) {
                assertThat(client.send(request).readAll())
                        .startsWith("HTTP/1.1 400 Bad Request\r\n")
                        .contains("Content-Type: application/json", "\r\n\r\n{\"message\":\"");
            }
        }
    }

    @Test
    void aRequestThatAsksForItEndsTheConnection() throws IOException {
        try (var client = new RawClient(socket)) {
            client.request("GET", "/small", "Connection: close");
            assertThat(client.readAll()).contains("Connection: close\r\n").endsWith("{}\n");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (var client = new RawClient(socket)) {
            client.request("GET", "/images/1/json")
                    .post("/echo", "two")
                    .request("GET", "/images/3/json", "Connection: close");
            assertThat(client.readAll()).containsSubsequence("\r\n\r\n1", "\r\n\r\ntwo", "\n3");
        }
    }

    @Test
    void aBodyThatNobodyReadIsSkipped() throws IOException {
        try (var client = new RawClient(socket)) {
            client.post("/unread", "x".repeat(9_000)).request("GET", "/small", "Connection: close");
            assertThat(client.readAll()).startsWith("HTTP/1.1 204 ").endsWith("{}\n");
        }
    }

    @Test
    void chunkedBodiesOfAnySizeArrive() throws IOException {
        try (var client = new RawClient(socket)) {
            client.request("POST", "/length", "Transfer-Encoding: chunked", "Connection: close");
            for (int i = 0; i < 40; i++) {
                client.send("10000\r\n").send(new byte[65_536]).send("\r\n");
            }
            assertThat(client.send("0\r\n\r\n").readAll()).endsWith("\r\n\r\n2621440");
        }
    }

    @Test
    void aContentTypeOtherThanJsonIsRefusedAndAMissingOneIsNot() throws IOException {
        try (var client = new RawClient(socket)) {
            client.post("/echo", "{}", "Content-Type: text/plain");
            assertThat(client.readThrough("}\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith(
                            "{\"message\":\"Content-Type specified (text/plain) must be"
                                    + " 'application/json'\"}\n");
            client.post("/echo", "{}", "Content-Type: application/json; charset=utf-8");
            assertThat(client.readThrough("{}")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aStreamsHeadComesFirstAndTheClientsHangUpIsNoticed() throws Exception {
        try (var client = new RawClient(socket)) {
            client.request("GET", "/wait");
            assertThat(client.readThrough("\r\n\r\n")).contains("Transfer-Encoding: chunked\r\n");
        }
        assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRequestSentDuringAStreamIsServedAfterIt() throws Exception {
        try (var client = new RawClient(socket)) {
            client.request("GET", "/wait");
            client.readThrough("\r\n\r\n");
            client.request("GET", "/small", "Connection: close");
            said.put("done");
            assertThat(client.readAll()).startsWith("4\r\ndone\r\n0\r\n\r\nHTTP/1.1 200 OK");
        }
        assertThat(hungUp.getCount()).isEqualTo(1);
    }

    @Test
    void aHijackedConnectionGoesOnAfterTheClientHalfCloses() throws IOException {
        try (var client = new RawClient(socket)) {
            client.request("POST", "/attach", "Connection: Upgrade", "Upgrade: tcp");
            assertThat(client.readOnce())
                    .isEqualTo(
                            lines(
                                    "HTTP/1.1 101 UPGRADED",
                                    "Content-Type: raw",
                                    "Connection: Upgrade",
                                    "Upgrade: tcp",
                                    "",
                                    ""));
            assertThat(client.send("ab").halfClose().readAll()).isEqualTo("ab, then the end");
        }
    }

    @Test
    void aHijackWithoutUpgradeIsA200UntilTheEnd() throws IOException {
        try (var client = new RawClient(socket)) {
            client.request("POST", "/attach");
            assertThat(client.readThrough("\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: raw\r\n\r\n");
            assertThat(client.send("c").halfClose().readAll()).isEqualTo("c, then the end");
        }
    }

    @Test
    void theSocketIsForTheDockerGroupOrRootAloneAndGoesWithTheServer() throws IOException {
        assertThat(Files.getPosixFilePermissions(socket).toString())
                .doesNotContain("OTHERS", "EXECUTE");
        assertThat(directory.toFile().list()).containsExactly("m.sock");
        server.close();
        assertThat(directory.toFile().list()).isEmpty();
    }

    @Test
    void closingEndsStreamsSoonAndIsNoLoss() throws Exception {
        try (var waiting = new RawClient(socket);
                var attached = new RawClient(socket)) {
            waiting.request("GET", "/wait").readThrough("\r\n\r\n");
            attached.request("POST", "/attach", "Upgrade: tcp").readThrough("\r\n\r\n");
            long begun = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(waiting.readAll()).doesNotContain("0\r\n\r\n");
            attached.readAll();
        }
        assertThat(lost.getCount()).isEqualTo(1);
    }

    @Test
    void aSecondServerOnTheSameSocketIsRefusedAndAStaleSocketIsNot() throws IOException {
        String host = "unix://" + socket;
        assertThatThrownBy(() -> UnixListener.on(List.of(host)))
                .isInstanceOf(DaemonException.class)
                .hasMessage(
                        "can't create unix socket "
                                + socket
                                + ": a server answers there; is another daemon running?");
        server.close();
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThat(socket).exists();
        start();
        assertThat(once("GET", "/small")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whatIsNoUnixSocketIsRefusedByName() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        for (String host :
                List.of(
                        "tcp://127.0.0.1:2375",
                        "fd://",
                        "unix://relative",
                        "x",
                        "unix://" + file)) {
            assertThatThrownBy(() -> UnixListener.on(List.of(host)))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining(host.equals("unix://" + file) ? file.toString() : host);
        }
    }

    private String once(String method, String target) throws IOException {
        try (var client = new RawClient(socket)) {
            return client.request(method, target, "Connection: close")
                    .readAll()
                    .replace("Connection: close\r\n", "");
        }
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines);
    }

    private static void said(Exchange exchange, String text) {
        exchange.answer().send(200, bytes(text));
    }

    private static void json(Exchange exchange, String json) {
        exchange.answer().send(200, bytes(json), "Content-Type: application/json");
    }

    private static void broken(Exchange exchange) {
        exchange.answer().stream(200);
        throw new IllegalStateException("all is lost & gone");
    }

    private void waitForHangUp(Exchange exchange) throws IOException {
        ChunkedBody body = exchange.answer().stream(200);
        body.flush();
        try (var _ =
                exchange.watch(
                        () -> {
                            hungUp.countDown();
                            said.add("gone");
                        })) {
            body.write(bytes(said.take()));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        body.close();
    }

    private static void attach(Exchange exchange) throws IOException {
        exchange.answer().hijack(exchange.upgrade(), true, "raw");
        byte[] input = new ConnectionStream(exchange.connection().dataReader()).readAllBytes();
        exchange.connection().output().write(java.nio.ByteBuffer.wrap(input));
        exchange.connection().output().write(java.nio.ByteBuffer.wrap(bytes(", then the end")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
