package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.image.json.GoTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageConfigTest {

    private static final DiffId BASE =
            DiffId.parse("sha256:9b9e16646e6d7ace41fbefceafc7fb982a7120cd59ad0f27b2586edf9b3498df");
    private static final DiffId ADDED =
            DiffId.parse("sha256:72b214d38ab6dfe6f62b344e396badfb3048398e51219d3f54a847d285f16ec2");

    /**
     * An odd parent: spaces, members that Docker does not know, a number that a double cannot hold.
     */
    private static final String PARENT =
            "{ \"os\": \"linux\", \"architecture\":\"amd64\", \"x\": 9007199254740993, \"created\":"
                + " \"2026-01-01T00:00:00Z\", \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\""
                    + BASE
                    + "\"]}, \"history\": [{\"created\": \"2026-01-01T00:00:00Z\", \"created_by\":"
                    + " \"step 0\"}]}";

    private static final String NOTHING_SET =
            "\"Domainname\":\"\",\"User\":\"\",\"AttachStdin\":false,"
                    + "\"AttachStdout\":false,\"AttachStderr\":false,";
    private static final String NOTHING_SET_2 =
            "\"Tty\":false,\"OpenStdin\":false,\"StdinOnce\":false,";

    @Test
    void theIdIsTheDigestOfTheBytesAsTheyCame() {
        byte[] raw = PARENT.getBytes(StandardCharsets.UTF_8);
        ImageConfig config = ImageConfig.parse(raw);
        assertThat(config.raw()).isEqualTo(raw);
        assertThat(config.id()).isEqualTo(new ImageId(Digest.of(raw)));
        assertThat(config.layers()).containsExactly(BASE);
        assertThat(config.chainId()).contains(ChainId.of(BASE));
        assertThat(config.platform()).hasToString("linux/amd64");
        assertThat(config.history()).extracting(History::createdBy).containsExactly("step 0");
        assertThat(config.config()).isEmpty();
        assertThat(config.author()).isEmpty();
        assertThat(GoTime.format(config.created())).isEqualTo("2026-01-01T00:00:00Z");
    }

    /**
     * The expected bytes are dockerd 20.10's, of {@code docker commit -m msg -a "me <a@b>" -c "ENV
     * X=1" -c "LABEL q=r"}.
     */
    @Test
    void aCommitWritesWhatDockerWrites() {
        ContainerConfig container =
                ContainerConfig.builder()
                        .hostname("ff9ac8856179")
                        .env(List.of("PATH=/bin"))
                        .cmd(List.of("sleep", "1000"))
                        .image("acme/app:1")
                        .workingDir("/")
                        .labels(Map.of("a", "b"))
                        .build();
        var created = GoTime.parse("2026-11-25T04:20:17.147905462Z").toInstant();
        ImageConfig child =
                ImageConfigBuilder.childOf(
                                ImageConfig.parse(PARENT.getBytes(StandardCharsets.UTF_8)))
                        .created(created)
                        .author("me <a@b>")
                        .container("ff9ac8856179f115", container)
                        .dockerVersion("20.10.24+dfsg1")
                        .config(
                                container.toBuilder()
                                        .env(List.of("PATH=/bin", "X=1"))
                                        .labels(Map.of("a", "b", "q", "r"))
                                        .build())
                        .step(ADDED, History.of(created, "me <a@b>", "sleep 1000", "msg"))
                        .build();
        String common = "\"Hostname\":\"ff9ac8856179\"," + NOTHING_SET + NOTHING_SET_2;
        assertThat(new String(child.raw(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"architecture\":\"amd64\",\"author\":\"me"
                                + " \\u003ca@b\\u003e\",\"config\":{"
                                + common
                                + "\"Env\":[\"PATH=/bin\",\"X=1\"],\"Cmd\":[\"sleep\",\"1000\"],\"Image\":\"acme/app:1\","
                                + "\"Volumes\":null,\"WorkingDir\":\"/\",\"Entrypoint\":null,\"OnBuild\":null,"
                                + "\"Labels\":{\"a\":\"b\",\"q\":\"r\"}},\"container\":\"ff9ac8856179f115\","
                                + "\"container_config\":{"
                                + common
                                + "\"Env\":[\"PATH=/bin\"],\"Cmd\":[\"sleep\",\"1000\"],\"Image\":\"acme/app:1\","
                                + "\"Volumes\":null,\"WorkingDir\":\"/\",\"Entrypoint\":null,\"OnBuild\":null,"
                                + "\"Labels\":{\"a\":\"b\"}},\"created\":\"2026-11-25T04:20:17.147905462Z\","
                                + "\"docker_version\":\"20.10.24+dfsg1\",\"history\":[{\"created\":\"2026-01-01T00:00:00Z\",\"created_by\":\"step"
                                + " 0\"},{\"created\":\"2026-11-25T04:20:17.147905462Z\",\"author\":\"me"
                                + " \\u003ca@b\\u003e\",\"created_by\":\"sleep"
                                + " 1000\",\"comment\":\"msg\"}],"
                                + "\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                                + BASE
                                + "\",\""
                                + ADDED
                                + "\"]}}");
        assertThat(child.layers()).containsExactly(BASE, ADDED);
    }

    /**
     * The expected bytes are dockerd 20.10's, of {@code docker import -m note -c "CMD sh" -c
     * "EXPOSE 80"}.
     */
    @Test
    void anImportWritesWhatDockerWrites() {
        var created = GoTime.parse("2026-11-25T04:20:17.573283482Z").toInstant();
        ImageConfig imported =
                ImageConfigBuilder.fromScratch(Platform.parse("linux/amd64"))
                        .created(created)
                        .comment("note")
                        .dockerVersion("20.10.24+dfsg1")
                        .config(
                                ContainerConfig.builder()
                                        .cmd(List.of("/bin/sh", "-c", "sh"))
                                        .exposedPorts(Set.of("80/tcp"))
                                        .build())
                        .step(BASE, History.of(created, "", "", "note"))
                        .build();
        String rest =
                "\"Image\":\"\",\"Volumes\":null,\"WorkingDir\":\"\",\"Entrypoint\":null,\"OnBuild\":null,"
                    + "\"Labels\":null}";
        assertThat(new String(imported.raw(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"architecture\":\"amd64\",\"comment\":\"note\",\"config\":{\"Hostname\":\"\","
                                + NOTHING_SET
                                + "\"ExposedPorts\":{\"80/tcp\":{}},"
                                + NOTHING_SET_2
                                + "\"Env\":null,\"Cmd\":[\"/bin/sh\",\"-c\",\"sh\"],"
                                + rest
                                + ",\"container_config\":{\"Hostname\":\"\","
                                + NOTHING_SET
                                + NOTHING_SET_2
                                + "\"Env\":null,\"Cmd\":null,"
                                + rest
                                + ",\"created\":\"2026-11-25T04:20:17.573283482Z\",\"docker_version\":\"20.10.24+dfsg1\","
                                + "\"history\":[{\"created\":\"2026-11-25T04:20:17.573283482Z\",\"comment\":\"note\"}],"
                                + "\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                                + BASE
                                + "\"]}}");
    }

    @Test
    void anEmptyLayerIsAStepAndNoLayer() {
        assertThat(ImageConfigBuilder.EMPTY_LAYER)
                .hasToString(
                        "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
        ImageConfig child =
                ImageConfigBuilder.childOf(
                                ImageConfig.parse(PARENT.getBytes(StandardCharsets.UTF_8)))
                        .step(ImageConfigBuilder.EMPTY_LAYER, History.of(GoTime.ZERO, "", "sh", ""))
                        .build();
        assertThat(child.layers()).containsExactly(BASE);
        assertThat(child.history()).extracting(History::emptyLayer).containsExactly(false, true);
    }

    @Test
    void whatIsNoConfigIsRefused() {
        assertThatThrownBy(() -> parse("{}")).hasMessage("invalid image JSON, no RootFS key");
        assertThatThrownBy(() -> parse("{\"rootfs\":null}"))
                .hasMessage("invalid image JSON, no RootFS key");
        assertThatThrownBy(() -> parse("nonsense")).isInstanceOf(InvalidImageException.class);
        assertThatThrownBy(() -> parse("{\"rootfs\":{\"diff_ids\":[\"sha256:1\"]}}"))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining("invalid checksum digest length");
        assertThatThrownBy(() -> parse("{\"rootfs\":{},\"created\":\"now\"}"))
                .isInstanceOf(InvalidImageException.class);
        assertThat(parse("{\"rootfs\":{}}").chainId()).isEmpty();
    }

    private static ImageConfig parse(String json) {
        return ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
