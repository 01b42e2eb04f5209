package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.engine.CommitRequest;
import dev.mica.engine.Event;
import dev.mica.engine.Filters;
import dev.mica.engine.ImportRequest;
import dev.mica.engine.PullRequest;
import dev.mica.engine.RegistryAuth;
import dev.mica.registry.Proxies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as clients write them, and the answers they get, over an engine that runs nothing. */
class ApiTest {
    @TempDir Path directory;

    private final FakeEngine engine = new FakeEngine();
    private ApiServer server;
    private Path socket;

    @BeforeEach
    void start() {
        socket = directory.resolve("m.sock");
        var facts =
                new SystemFacts(engine, new Product("1.2", "2026-01-01T00:00:00Z"), Proxies.NONE);
        server =
                ApiServer.start(
                        UnixListener.on(List.of("unix://" + socket)),
                        ApiRoutes.table(engine, facts),
                        "Mica/1.2",
                        () -> {});
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pingIsOkAndItsHeadIsEmpty() throws IOException {
        assertThat(get("/_ping"))
                .contains("Content-Type: text/plain; charset=utf-8\r\n", "Content-Length: 2\r\n")
                .contains("Cache-Control: no-cache, no-store, must-revalidate\r\n")
                .contains("Pragma: no-cache\r\n")
                .endsWith("\r\n\r\nOK");
        assertThat(send("HEAD", "/_ping")).contains("Content-Length: 0\r\n").endsWith("\r\n\r\n");
        assertThat(send("OPTIONS", "/")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /system/df | 501 | GET /system/df is not served by Mica",
                "POST | /v1.44/build | 501 | POST /build is not served by Mica",
                "GET | /images/search?term=x | 501 | GET /images/search is not served by Mica",
                "POST | /images/img:1/push | 501 | POST /images/img:1/push is not served by Mica",
                "POST | /images/a/b/push | 404 | No such image: a/b",
                "POST | /volumes/create | 501 | POST /volumes/create is not served by Mica",
                "POST | /networks/create | 501 | POST /networks/create is not served by Mica",
                "POST | /networks/none/connect | 501"
                        + " | POST /networks/none/connect is not served by Mica",
                "POST | /networks/nosuch/connect | 404 | network nosuch not found",
                "GET | /containers/nosuch/stats | 404 | No such container: nosuch",
                "PUT | /containers/nosuch/archive | 404 | No such container: nosuch",
                "GET | /networks/nosuch | 404 | network nosuch not found",
                "DELETE | /networks/none | 403"
                        + " | none is a pre-defined network and cannot be removed",
                "GET | /volumes/nosuch | 404 | get nosuch: no such volume",
                "GET | /plugins/nosuch/json | 404 | plugin \\\"nosuch\\\" not found",
                "GET | /containers/a/b:1/json | 404 | No such container: a/b:1",
                "GET | /images/get?names=nosuch | 404 | No such image: nosuch",
                "GET | /exec/nosuch/json | 404 | No such exec instance: nosuch",
                "POST | /swarm/leave | 503 | This node is not part of a swarm",
                "POST | /swarm/init | 501 | POST /swarm/init is not served by Mica",
                "POST | /containers/x/copy | 404 | page not found",
                "GET | /containers/json?limit=x | 500"
                        + " | strconv.Atoi: parsing \\\"x\\\": invalid syntax",
                "GET | /containers/json?filters=bad | 500"
                        + " | invalid character 'b' looking for beginning of value",
                "POST | /containers/x/wait?condition=maybe | 400"
                        + " | invalid condition: \\\"maybe\\\"",
                "GET | /containers/x/logs | 400"
                        + " | Bad parameters: you must choose at least one stream",
                "POST | /images/create?fromImage=nosuch | 404 | manifest unknown",
                "POST | /containers/x/resize?h=1&w=y | 400"
                        + " | strconv.Atoi: parsing \\\"y\\\": invalid syntax",
            })
    void whatCannotBeDoneSaysSo(String method, String target, int status, String message)
            throws IOException {
        assertThat(send(method, target))
                .startsWith("HTTP/1.1 " + status + " ")
                .endsWith("{\"message\":\"" + message + "\"}\n");
    }

    @Test
    void swarmsListsAreWhatDockerSaysOutsideOfASwarm() throws IOException {
        assertThat(get("/nodes")).startsWith("HTTP/1.1 503 ").contains("not a swarm manager");
    }

    @Test
    void prunesOfWhatIsNeverThereAreEmpty() throws IOException {
        assertThat(send("POST", "/networks/prune")).endsWith("{\"NetworksDeleted\":null}\n");
        assertThat(send("POST", "/build/prune?filters="))
                .endsWith("{\"CachesDeleted\":null,\"SpaceReclaimed\":0}\n");
        assertThat(send("POST", "/containers/prune"))
                .endsWith("{\"ContainersDeleted\":null,\"SpaceReclaimed\":0}\n");
        assertThat(get("/plugins")).endsWith("\r\n\r\n[]\n");
    }

    @Test
    void imagesAreListedAsTheVersionWantsThem() throws IOException {
        String head = "[{\"Containers\":-1,\"Created\":1795475847,\"Id\":\"sha256:1\",";
        assertThat(get("/v1.41/images/json"))
                .contains(
                        head
                                + "\"Labels\":null,\"ParentId\":\"\",\"RepoDigests\":null,"
                                + "\"RepoTags\":[\"img:1\"],\"SharedSize\":-1,\"Size\":7,"
                                + "\"VirtualSize\":7}")
                .contains(
                        "\"RepoDigests\":[\"<none>@<none>\"],\"RepoTags\":[\"<none>:<none>\"]"
                                .replace("<", "\\u003c")
                                .replace(">", "\\u003e"));
        assertThat(get("/v1.44/images/json"))
                .contains(
                        head
                                + "\"Labels\":null,\"ParentId\":\"\",\"RepoDigests\":[],"
                                + "\"RepoTags\":[\"img:1\"],\"SharedSize\":-1,\"Size\":7}")
                .contains("\"RepoDigests\":[],\"RepoTags\":[],");
    }

    @Test
    void theOldNameFilterIsAReferenceFilter() throws IOException {
        get("/v1.32/images/json?filter=a*");
        assertThat(engine.images.requests.poll())
                .isEqualTo(new Filters(Map.of("reference", Set.of("a*"))));
    }

    @Test
    void anImageIsShownWithItsTimeAsWritten() throws IOException {
        assertThat(get("/v1.41/images/img:1/json"))
                .contains("\"Created\":\"2026-11-23T23:16:33+01:00\"", "\"VirtualSize\":7,")
                .contains("\"GraphDriver\":{\"Data\":null,\"Name\":\"overlay2\"}")
                .contains("\"RootFS\":{\"Type\":\"layers\"}")
                .contains("\"Metadata\":{\"LastTagTime\":\"0001-01-01T00:00:00Z\"}");
        assertThat(get("/v1.44/images/img:1/json")).doesNotContain("VirtualSize");
    }

    @Test
    void infoAndVersionSayWhatThisIs() throws IOException {
        assertThat(get("/v1.41/info"))
                .contains("\"Containers\":6,", "\"KernelMemory\":false,", "\"Warnings\":null}")
                .contains("\"DriverStatus\":[[\"Backing Filesystem\",\"extfs\"]]")
                .contains("\"Runtimes\":{\"runc\":{\"path\":\"runc\"}}");
        assertThat(get("/info")).doesNotContain("\"KernelMemory\":");
        assertThat(get("/version"))
                .contains("{\"Platform\":{\"Name\":\"Mica\"},\"Components\":[{\"Name\":\"Engine\",")
                .contains("\"Version\":\"1.2\",\"ApiVersion\":\"1.44\",\"MinAPIVersion\":\"1.24\"");
    }

    @Test
    void savingStreamsATar() throws IOException {
        assertThat(get("/images/get?names=img%3A1"))
                .contains("Content-Type: application/x-tar\r\n")
                .endsWith("\r\n\r\n3\r\ntar\r\n0\r\n\r\n");
    }

    @Test
    void loadingIs200WhateverComesOfIt() throws IOException {
        assertThat(post("/images/load?quiet=1", "x"))
                .startsWith("HTTP/1.1 200 ")
                .contains("{\"stream\":\"Loaded image: img:1\\n\"}\r\n");
        assertThat(post("/images/load?quiet=1", ""))
                .startsWith("HTTP/1.1 200 ")
                .contains(
                        "{\"errorDetail\":{\"message\":\"no archive\"},\"error\":\"no"
                                + " archive\"}\r\n");
    }

    @Test
    void aPullShowsProgressAndItsLateErrorIsALine() throws IOException {
        String auth = "{\"username\":\"u\",\"password\":\"p>?\"}";
        String header =
                Base64.getUrlEncoder().encodeToString(auth.getBytes(StandardCharsets.UTF_8));
        assertThat(
                        send(
                                "POST",
                                "/images/create?fromImage=broken&tag=1",
                                "X-Registry-Auth: " + header))
                .startsWith("HTTP/1.1 200 ")
                .contains("{\"status\":\"Pulling from img\",\"id\":\"1\"}\r\n")
                .contains(
                        "\"progressDetail\":{\"current\":33792,\"total\":1982256},\"progress\":\"[\\u003e")
                .contains("{\"errorDetail\":{\"message\":\"unexpected EOF\"},");
        assertThat(engine.images.requests.poll())
                .isInstanceOfSatisfying(
                        PullRequest.class,
                        pull ->
                                assertThat(pull.auth())
                                        .map(RegistryAuth::password)
                                        .contains("p>?"));
    }

    @Test
    void importsCommitsAndLoginsReachTheEngine() throws IOException {
        post("/images/create?fromSrc=-&repo=a&tag=b&changes=CMD+x&changes=ENV+y", "tar");
        assertThat(engine.images.requests.poll())
                .isInstanceOfSatisfying(
                        ImportRequest.class,
                        r -> assertThat(r.changes()).containsExactly("CMD x", "ENV y"));
        assertThat(post("/commit?container=c&repo=r&comment=m", ""))
                .endsWith("{\"Id\":\"sha256:3\"}\n");
        assertThat(engine.images.requests.poll())
                .isInstanceOfSatisfying(
                        CommitRequest.class,
                        r -> {
                            assertThat(r.pause()).isTrue();
                            assertThat(r.config()).isEmpty();
                        });
        assertThat(post("/auth", "{\"username\":\"a\",\"password\":\"b\"}"))
                .endsWith("{\"IdentityToken\":\"\",\"Status\":\"Login Succeeded\"}\n");
    }

    @Test
    void brokenBodiesAreToldAsGoTellsThem() throws IOException {
        assertThat(post("/containers/create", "")).startsWith("HTTP/1.1 500 ").contains("\"EOF\"");
        assertThat(post("/containers/create", "{bad"))
                .startsWith("HTTP/1.1 500 ")
                .contains("invalid character 'b' looking for beginning of object key string");
        assertThat(post("/containers/create", "{}"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Config cannot be empty in order to create a container");
        assertThat(post("/containers/x/exec", ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("got EOF while reading request body");
        assertThat(post("/exec/x/start", "i"))
                .startsWith("HTTP/1.1 400 ")
                .contains("invalid character 'i' looking for beginning of value");
    }

    @Test
    void aContainerIsShownAsDockerShowsIt() throws IOException {
        create("{\"Image\":\"img:1\",\"Cmd\":\"sh\",\"HostConfig\":{\"Memory\":5}}");
        assertThat(get("/containers/0b65/json?size=1"))
                .contains("\"Name\":\"/c1\"", "\"Args\":[]", "\"ExecIDs\":null", "\"Memory\":5")
                .contains("\"SizeRw\":0,", "\"Cmd\":[\"sh\"]", "\"Ports\":{}")
                .contains("\"StartedAt\":\"0001-01-01T00:00:00Z\"");
        assertThat(get("/containers/0b65/json")).doesNotContain("SizeRw");
    }

    @Test
    void simpleVerbsAnswerAsDockerDoes() throws IOException {
        create("{\"Image\":\"img:1\"}");
        assertThat(send("POST", "/containers/0b65/start"))
                .startsWith("HTTP/1.1 204 No Content\r\n")
                .doesNotContain("Content-Length");
        assertThat(send("POST", "/containers/0b65/stop?t=1")).startsWith("HTTP/1.1 304 ");
        assertThat(send("POST", "/containers/0b65/kill?signal=FOO"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Invalid signal: FOO");
        assertThat(send("POST", "/containers/0b65/resize?h=33&w=111"))
                .contains("HTTP/1.1 200 OK\r\n", "Content-Length: 0\r\n");
        assertThat(get("/containers/0b65/top"))
                .endsWith("{\"Processes\":[[\"1\",\"sh\"]],\"Titles\":[\"PID\",\"CMD\"]}\n");
        assertThat(get("/containers/0b65/changes")).endsWith("[{\"Path\":\"/a\",\"Kind\":1}]\n");
        assertThat(send("DELETE", "/containers/0b65?v=1&force=true")).startsWith("HTTP/1.1 204 ");
        assertThat(send("GET", "/containers/0b65/stats")).startsWith("HTTP/1.1 501 ");
    }

    @Test
    void aStreamThatFailsInTheMiddleBreaksOff() throws IOException {
        create("{\"Image\":\"img:1\"}");
        assertThat(get("/containers/0b65/export")).doesNotContain("\r\n0\r\n\r\n");
        assertThat(
                        get(
                                "/containers/"
                                    + "0b65ec8ca2130a36f25e086bc8cc0c3d4d656401c0ea1089e1774b2680fd1e5d"
                                    + "/export"))
                .contains("Content-Type: application/octet-stream")
                .endsWith("\r\n0\r\n\r\n");
    }

    @Test
    void aWaitSendsItsHeadFirstAndItsClientMayLeave() throws Exception {
        create("{\"Image\":\"img:1\"}");
        try (var client = new RawClient(socket)) {
            client.request("POST", "/containers/0b65/wait?condition=next-exit");
            assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
        }
        assertThat(engine.containers.gone.await(10, TimeUnit.SECONDS)).isTrue();
        try (var client = new RawClient(socket)) {
            client.request("POST", "/containers/0b65/wait");
            client.readThrough("\r\n\r\n");
            send("POST", "/containers/0b65/start");
            assertThat(client.readThrough("0\r\n\r\n"))
                    .contains("{\"Error\":null,\"StatusCode\":7}\n");
            client.request("GET", "/_ping");
            assertThat(client.readThrough("OK")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void attachDividesItsStreamIntoFramesAndSurvivesTheHalfClose() throws IOException {
        create("{\"Image\":\"img:1\"}");
        try (var client = new RawClient(socket)) {
            client.request(
                    "POST",
                    "/v1.41/containers/0b65/attach?stream=1&stdin=1&stdout=1&stderr=1",
                    "Connection: Upgrade",
                    "Upgrade: tcp");
            assertThat(client.readOnce()).hasSize(109).startsWith("HTTP/1.1 101 UPGRADED\r\n");
            client.send("hello").halfClose();
            send("POST", "/containers/0b65/start");
            assertThat(client.readAll())
                    .isEqualTo("\2\0\0\0\0\0\0\4err\n\1\0\0\0\0\0\0\5hello\1\0\0\0\0\0\0\4out\n");
        }
    }

    @Test
    void theContentTypeOfFramesDependsOnTheVersion() throws IOException {
        create("{\"Image\":\"img:1\"}");
        for (String version : List.of("1.41", "1.44")) {
            try (var client = new RawClient(socket)) {
                client.request(
                        "POST",
                        "/v" + version + "/containers/0b65/attach?stdout=1",
                        "Connection: Upgrade",
                        "Upgrade: tcp");
                assertThat(client.readOnce())
                        .contains(
                                version.equals("1.41")
                                        ? "vnd.docker.raw-stream"
                                        : "vnd.docker.multiplexed-stream");
            }
        }
    }

    @Test
    void logsOfATerminalAreRawAndFollowingEndsWithTheClient() throws Exception {
        create("{\"Image\":\"img:1\",\"Tty\":true}");
        assertThat(get("/v1.41/containers/0b65/logs?stdout=1&tail=2&since=5.5"))
                .doesNotContain("Content-Type")
                .endsWith("5\r\nline\n\r\n0\r\n\r\n");
        assertThat(get("/v1.44/containers/0b65/logs?stdout=true"))
                .contains("Content-Type: application/vnd.docker.raw-stream\r\n");
        try (var client = new RawClient(socket)) {
            client.request("GET", "/containers/0b65/logs?follow=1&stdout=1");
            client.readThrough("line\n");
        }
        assertThat(engine.containers.gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anExecRunsWithAndWithoutAnUpgrade() throws IOException {
        String made = post("/containers/x/exec", "{\"Cmd\":[\"cat\"],\"AttachStdin\":true}");
        assertThat(made).startsWith("HTTP/1.1 201 ").endsWith("{\"Id\":\"" + exec() + "\"}\n");
        try (var client = new RawClient(socket)) {
            client.post(
                    "/v1.41/exec/" + exec() + "/start",
                    "{\"Detach\":null,\"Tty\":null}",
                    "Connection: Upgrade",
                    "Upgrade: tcp");
            assertThat(client.readOnce()).contains("101 UPGRADED", "Api-Version: 1.44\r\n");
            assertThat(client.send("data").halfClose().readAll()).isEqualTo("\1\0\0\0\0\0\0\4data");
        }
        try (var client = new RawClient(socket)) {
            client.post("/exec/" + exec() + "/start", "{}").halfClose();
            assertThat(client.readAll())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .doesNotContain("Content-Length", "chunked");
        }
        assertThat(post("/exec/" + exec() + "/start", "{\"Detach\":true}"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 0\r\n");
        assertThat(get("/exec/" + exec() + "/json"))
                .contains("\"Running\":false,\"ExitCode\":3,\"ProcessConfig\":{\"tty\":false,")
                .contains("\"entrypoint\":\"cat\",\"arguments\":[],\"privileged\":false}");
    }

    @Test
    void anExecThatCannotStartSaysSoInItsStream() throws IOException {
        post("/containers/x/exec", "{\"Cmd\":[\"nosuchcmd\"]}");
        try (var client = new RawClient(socket)) {
            client.post("/exec/" + exec() + "/start", "{}", "Upgrade: tcp");
            assertThat(client.readAll()).endsWith("OCI runtime exec failed: nosuchcmd\r\n");
        }
        assertThat(post("/exec/nosuch/start", "{}"))
                .startsWith("HTTP/1.1 404 ")
                .contains("No such exec instance: nosuch");
    }

    @Test
    void eventsComeALineEachAsTheyHappen() throws Exception {
        try (var client = new RawClient(socket)) {
            client.request("GET", "/events");
            client.readThrough("\r\n\r\n");
            engine.events.add(
                    new Event(
                            "container",
                            "create",
                            "c1",
                            new TreeMap<>(Map.of("image", "img:1", "name", "n")),
                            FakeEngine.CREATED));
            assertThat(client.readThrough("}\n"))
                    .contains(
                            "{\"status\":\"create\",\"id\":\"c1\",\"from\":\"img:1\","
                                    + "\"Type\":\"container\",\"Action\":\"create\",\"Actor\":{"
                                    + "\"ID\":\"c1\",\"Attributes\":{\"image\":\"img:1\","
                                    + "\"name\":\"n\"}},\"scope\":\"local\",\"time\":1795475847,"
                                    + "\"timeNano\":1795475847704171861}\n");
        }
        assertThat(get("/events?since=5&until=3"))
                .startsWith("HTTP/1.1 400 ")
                .contains("`since` time (5) cannot be after `until` time (3)");
    }

    private static String exec() {
        return "e".repeat(64);
    }

    private void create(String body) throws IOException {
        assertThat(post("/containers/create?name=c1", body))
                .startsWith("HTTP/1.1 201 Created\r\n")
                .endsWith("\",\"Warnings\":[]}\n");
    }

    private String get(String target) throws IOException {
        return send("GET", target);
    }

    private String send(String method, String target, String... headers) throws IOException {
        try (var client = new RawClient(socket)) {
            var all = java.util.Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = "Connection: close";
            return client.request(method, target, all).readAll();
        }
    }

    private String post(String target, String body) throws IOException {
        try (var client = new RawClient(socket)) {
            return client.post(target, body, "Connection: close").readAll();
        }
    }
}
