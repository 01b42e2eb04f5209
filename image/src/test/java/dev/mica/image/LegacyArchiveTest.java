package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Archives without manifest.json, as Docker wrote them before 1.10. */
class LegacyArchiveTest {

    private static final String UNSET =
            "{\"Hostname\":\"\",\"Domainname\":\"\",\"User\":\"\",\"AttachStdin\":false,"
                + "\"AttachStdout\":false,\"AttachStderr\":false,\"Tty\":false,\"OpenStdin\":false,\"StdinOnce\":false,"
                + "\"Env\":null,\"Cmd\":null,\"Image\":\"\",\"Volumes\":null,\"WorkingDir\":\"\",\"Entrypoint\":null,"
                + "\"OnBuild\":null,\"Labels\":null}";

    private final byte[] base = new TestTar().file("a", "a").toBytes();
    private final byte[] top = new TestTar().file("b", "b").toBytes();

    @Test
    void eachLayerIsAnImageWhoseConfigDockerWouldMake() {
        List<ArchivedImage> images =
                new TestTar()
                        .file("top/VERSION", "1.0")
                        .file(
                                "top/json",
                                "{\"id\":\"top\",\"parent\":\"base\",\"created\":\"2026-01-01T00:00:00.5+01:00\",\"container_config\":{\"Cmd\":[\"/bin/sh\",\"-c\",\"x"
                                    + " <y>\"]},\"author\":\"me\",\"comment\":\"c\",\"docker_version\":\"1.9.1\",\"unknown\":{"
                                    + " \"n\" : 1.0"
                                    + " },\"Size\":5,\"layer_id\":\"l\",\"os\":\"linux\"}")
                        .file("top/layer.tar", top)
                        .file(
                                "base/json",
                                "{\"id\":\"base\",\"created\":\"1970-01-01T00:00:00Z\",\"os\":\"linux\",\"odd\":1}")
                        .file("base/layer.tar", base)
                        .file(
                                "repositories",
                                "{\"app\":{\"1\":\"top\",\"2\":\"top\"},\"reg.io/b\":{\"3\":\"base\"}}\n")
                        .images();
        assertThat(images).hasSize(2);
        assertThat(text(images.get(0)))
                .isEqualTo(
                        "{\"container_config\":"
                                + UNSET
                                + ",\"created\":\"1970-01-01T00:00:00Z\","
                                + "\"history\":[{\"created\":\"1970-01-01T00:00:00Z\"}],\"os\":\"linux\","
                                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                                + Digest.of(base)
                                + "\"]}}");
        assertThat(text(images.get(1)))
                .isEqualTo(
                        "{\"author\":\"me\",\"comment\":\"c\",\"container_config\":{\"Cmd\":[\"/bin/sh\",\"-c\",\"x"
                            + " \\u003cy\\u003e\"]},"
                            + "\"created\":\"2026-01-01T00:00:00.5+01:00\",\"docker_version\":\"1.9.1\","
                            + "\"history\":[{\"created\":\"1970-01-01T00:00:00Z\"},"
                            + "{\"created\":\"2026-01-01T00:00:00.5+01:00\",\"author\":\"me\",\"created_by\":\"/bin/sh"
                            + " -c x \\u003cy\\u003e\",\"comment\":\"c\"}],\"os\":\"linux\","
                            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                                + Digest.of(base)
                                + "\",\""
                                + Digest.of(top)
                                + "\"]},\"unknown\":{\"n\":1.0}}");
        assertThat(images.get(1).tags())
                .extracting(Reference::familiar)
                .containsExactly("app:1", "app:2");
        assertThat(images.get(0).tags())
                .extracting(Reference::familiar)
                .containsExactly("reg.io/b:3");
        assertThat(images.get(1).parent()).contains(images.get(0).config().id());
        assertThat(images.get(1).layers())
                .extracting(ArchivedLayer::member)
                .containsExactly("base/layer.tar", "top/layer.tar");
    }

    @Test
    void aLongLineOfLayersIsNoTrouble() {
        TestTar archive = new TestTar();
        for (int i = 0; i < 200; i++) {
            archive.file(i + "/json", "{\"parent\":\"" + (i == 0 ? "" : i - 1) + "\"}");
            archive.file(i + "/layer.tar", base);
        }
        List<ArchivedImage> images =
                archive.file("repositories", "{\"a\":{\"1\":\"199\"}}").images();
        assertThat(images).hasSize(200);
        assertThat(images.getLast().layers()).hasSize(200);
        assertThat(images.getLast().tags()).hasSize(1);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(() -> new TestTar().file("a/json", "{}").images())
                .hasMessage("open a/layer.tar: no such file or directory");
        assertThatThrownBy(
                        () ->
                                new TestTar()
                                        .file("a/json", "{\"parent\":\"b\"}")
                                        .file("a/layer.tar", base)
                                        .images())
                .hasMessage("open b/json: no such file or directory");
        assertThatThrownBy(
                        () ->
                                new TestTar()
                                        .file("a/json", "{\"parent\":\"b\"}")
                                        .file("b/json", "{\"parent\":\"a\"}")
                                        .images())
                .hasMessage("invalid archive: image a is its own ancestor");
        assertThatThrownBy(
                        () ->
                                new TestTar()
                                        .file("a/json", "{\"parent\":\"../../x\"}")
                                        .file("a/layer.tar", base)
                                        .images())
                .hasMessageContaining("leads out of it");
        TestTar whole = new TestTar().file("a/json", "{}").file("a/layer.tar", base);
        assertThatThrownBy(() -> whole.file("repositories", "{\"x\":{\"1\":\"c\"}}").images())
                .hasMessage("invalid target ID: c");
        assertThatThrownBy(() -> new TestTar().file("repositories", "{\"x\":1}").images())
                .isInstanceOf(InvalidImageException.class);
        assertThatThrownBy(() -> new TestTar().file("repositories", "{").images())
                .hasMessage("invalid archive: repositories: unexpected EOF");
    }

    private static String text(ArchivedImage image) {
        return new String(image.config().raw(), StandardCharsets.UTF_8);
    }
}
