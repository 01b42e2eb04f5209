package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.image.json.GoJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainerConfigTest {

    /** What dockerd 20.10 writes for a config in which nothing is set. */
    private static final String NOTHING =
            "{\"Hostname\":\"\",\"Domainname\":\"\",\"User\":\"\",\"AttachStdin\":false,"
                + "\"AttachStdout\":false,\"AttachStderr\":false,\"Tty\":false,\"OpenStdin\":false,\"StdinOnce\":false,"
                + "\"Env\":null,\"Cmd\":null,\"Image\":\"\",\"Volumes\":null,\"WorkingDir\":\"\",\"Entrypoint\":null,"
                + "\"OnBuild\":null,\"Labels\":null}";

    @Test
    void nothingSetIsWrittenAsDockerWritesIt() {
        assertThat(GoJson.text(ContainerConfig.EMPTY)).isEqualTo(NOTHING);
        assertThat(GoJson.read("{}", ContainerConfig.class)).isEqualTo(ContainerConfig.EMPTY);
        assertThat(GoJson.read(NOTHING, ContainerConfig.class)).isEqualTo(ContainerConfig.EMPTY);
    }

    @Test
    void everythingSetComesInDockersOrder() {
        ContainerConfig all =
                ContainerConfig.builder()
                        .hostname("h")
                        .domainname("d")
                        .user("u:g")
                        .attachStdin(true)
                        .attachStdout(true)
                        .attachStderr(true)
                        .exposedPorts(Set.of("8080/tcp", "53/udp"))
                        .tty(true)
                        .openStdin(true)
                        .stdinOnce(true)
                        .env(List.of("A=<1>"))
                        .cmd(List.of("a", "b & c"))
                        .healthcheck(
                                new HealthConfig(List.of("CMD", "true"), 1_000_000_000L, 2, 3, 4))
                        .argsEscaped(true)
                        .image("img")
                        .volumes(Set.of("/v", "/a"))
                        .workingDir("/w")
                        .entrypoint(List.of())
                        .networkDisabled(true)
                        .macAddress("02:42:ac:11:00:02")
                        .onBuild(List.of("RUN x"))
                        .labels(Map.of("z", "1", "a", "2"))
                        .stopSignal("SIGINT")
                        .stopTimeout(0)
                        .shell(List.of("/bin/sh", "-c"))
                        .build();
        String json = GoJson.text(all);
        assertThat(json)
                .isEqualTo(
                        "{\"Hostname\":\"h\",\"Domainname\":\"d\",\"User\":\"u:g\",\"AttachStdin\":true,"
                            + "\"AttachStdout\":true,\"AttachStderr\":true,"
                            + "\"ExposedPorts\":{\"53/udp\":{},\"8080/tcp\":{}},\"Tty\":true,\"OpenStdin\":true,\"StdinOnce\":true,\"Env\":[\"A=\\u003c1\\u003e\"],\"Cmd\":[\"a\",\"b"
                            + " \\u0026 c\"],"
                            + "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Interval\":1000000000,\"Timeout\":2,"
                            + "\"StartPeriod\":3,\"Retries\":4},\"ArgsEscaped\":true,\"Image\":\"img\","
                            + "\"Volumes\":{\"/a\":{},\"/v\":{}},\"WorkingDir\":\"/w\",\"Entrypoint\":[],\"NetworkDisabled\":true,\"MacAddress\":\"02:42:ac:11:00:02\",\"OnBuild\":[\"RUN"
                            + " x\"],"
                            + "\"Labels\":{\"a\":\"2\",\"z\":\"1\"},\"StopSignal\":\"SIGINT\",\"StopTimeout\":0,"
                            + "\"Shell\":[\"/bin/sh\",\"-c\"]}");
        assertThat(GoJson.read(json, ContainerConfig.class)).isEqualTo(all);
        assertThat(all.toBuilder().build()).isEqualTo(all);
    }

    @Test
    void nullAndUnknownMembersAreReadAsGoReadsThem() {
        ContainerConfig config =
                GoJson.read(
                        "{\"Tty\":null,\"Hostname\":null,\"Env\":[null,\"A=1\"],\"Labels\":{\"a\":null},\"Healthcheck\":null,"
                            + "\"StopTimeout\":null,\"PortSpecs\":[1,{}],\"Volumes\":{\"/v\":null}}",
                        ContainerConfig.class);
        assertThat(config.tty()).isFalse();
        assertThat(config.hostname()).isEmpty();
        assertThat(config.env()).containsExactly("", "A=1");
        assertThat(config.labels()).containsExactly(Map.entry("a", ""));
        assertThat(config.stopTimeout()).isNull();
        assertThat(config.volumes()).containsExactly("/v");
    }

    @Test
    void aCommandMayBeOneString() {
        ContainerConfig config =
                GoJson.read(
                        "{\"Cmd\":\"top -b\",\"Entrypoint\":[\"sh\"],\"Shell\":\"sh\"}",
                        ContainerConfig.class);
        assertThat(config.cmd()).containsExactly("top -b");
        assertThat(config.entrypoint()).containsExactly("sh");
        assertThat(config.shell()).containsExactly("sh");
    }
}
