package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestTest {

    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String BLOB =
            "{\"mediaType\":\"application/x\",\"digest\":\"sha256:" + HEX + "\",\"size\":7}";
    private static final String IMAGE =
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":"
                    + BLOB
                    + ",\"layers\":["
                    + BLOB
                    + ","
                    + BLOB
                    + "]}";

    @Test
    void anImageManifestHasConfigAndLayers() {
        byte[] raw = bytes(IMAGE.formatted(MediaTypes.DOCKER_MANIFEST));
        ImageManifest manifest =
                (ImageManifest) Manifest.parse(raw, MediaTypes.DOCKER_MANIFEST + "; charset=utf-8");
        assertThat(manifest.mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
        assertThat(manifest.digest()).isEqualTo(Digest.of(raw));
        assertThat(manifest.raw()).isEqualTo(raw);
        assertThat(manifest.config().digest()).isEqualTo(Digest.ofSha256(HEX));
        assertThat(manifest.config().size()).isEqualTo(7);
        assertThat(manifest.layers()).hasSize(2);
    }

    @Test
    void withoutAMediaTypeTheMembersDecide() {
        assertThat(
                        Manifest.parse(
                                bytes(
                                        "{\"schemaVersion\":2,\"config\":"
                                                + BLOB
                                                + ",\"layers\":[]}"),
                                ""))
                .isInstanceOf(ImageManifest.class)
                .extracting(Manifest::mediaType)
                .isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(Manifest.parse(bytes("{\"schemaVersion\":2,\"manifests\":[]}"), ""))
                .isInstanceOf(ManifestIndex.class);
        assertThat(
                        Manifest.parse(
                                bytes("{\"schemaVersion\":2,\"manifests\":[]}"),
                                "application/json"))
                .isInstanceOf(ManifestIndex.class);
    }

    @Test
    void theBestEntryForAPlatformIsSelected() {
        ManifestIndex index =
                (ManifestIndex)
                        Manifest.parse(
                                bytes(
                                        "{\"schemaVersion\":2,\"manifests\":["
                                                + entry('1', "linux", "arm64", "v8", "")
                                                + entry('2', "linux", "arm", "v6", "")
                                                + entry('3', "linux", "amd64", "", "")
                                                + entry('4', "linux", "amd64", "", "")
                                                + entry(
                                                        '5',
                                                        "unknown",
                                                        "unknown",
                                                        "",
                                                        ",\"annotations\":{\"vnd.docker.reference.type\":\"x\"}")
                                                + entry(
                                                                '6',
                                                                "windows",
                                                                "amd64",
                                                                "",
                                                                ",\"urls\":[\"http://x\"]")
                                                        .replaceAll(",$", "")
                                                + "]}"),
                                MediaTypes.OCI_INDEX);
        assertThat(selected(index, "linux/amd64")).isEqualTo('3');
        assertThat(selected(index, "linux/arm64")).isEqualTo('1');
        assertThat(selected(index, "linux/arm/v7")).isEqualTo('2');
        assertThat(selected(index, "windows/amd64")).isEqualTo('6');
        assertThat(index.select(Platform.parse("linux/s390x"))).isEmpty();
        assertThat(index.manifests().get(4).isAttestation()).isTrue();
        assertThat(index.manifests().get(5).urls()).containsExactly("http://x");
    }

    private static char selected(ManifestIndex index, String platform) {
        return index.select(Platform.parse(platform)).orElseThrow().digest().hex().charAt(0);
    }

    private static String entry(char digit, String os, String cpu, String variant, String more) {
        return "{\"digest\":\"sha256:%s\",\"size\":1,\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\",\"variant\":\"%s\"}%s},"
                .formatted(String.valueOf(digit).repeat(64), os, cpu, variant, more);
    }

    static Stream<Arguments> refused() {
        String two = "{\"schemaVersion\":2,";
        return Stream.of(
                Arguments.of("{\"schemaVersion\":1,\"fsLayers\":[]}", "", "schema 1"),
                Arguments.of("{}", MediaTypes.DOCKER_SCHEMA_1_SIGNED, "schema 1"),
                Arguments.of(
                        "{\"schemaVersion\":2,\"mediaType\":\""
                                + MediaTypes.DOCKER_SCHEMA_1
                                + "\"}",
                        "",
                        "schema 1"),
                Arguments.of("{}", "", "unsupported manifest schema version 0"),
                Arguments.of("[]", "", "invalid manifest: "),
                Arguments.of("{", "", "invalid manifest: unexpected EOF"),
                Arguments.of(
                        two + "\"mediaType\":\"text/plain\"}",
                        "",
                        "unsupported manifest media type: text/plain"),
                Arguments.of(two + "\"layers\":[]}", "", "it has no config"),
                Arguments.of(
                        two + "\"manifests\":[],\"layers\":[]}",
                        "",
                        "ambiguous manifest: it has both 'manifests' and 'config' or 'layers'"),
                Arguments.of(
                        IMAGE.formatted(MediaTypes.OCI_MANIFEST),
                        MediaTypes.DOCKER_MANIFEST,
                        "mediaType in manifest should be '"
                                + MediaTypes.DOCKER_MANIFEST
                                + "' not '"
                                + MediaTypes.OCI_MANIFEST
                                + "'"),
                Arguments.of(two + "\"config\":{}}", "", "config has no digest"),
                Arguments.of(
                        two + "\"config\":" + BLOB + ",\"layers\":[{\"digest\":\"sha256:xx\"}]}",
                        "",
                        "layers[0]: sha256:xx"),
                Arguments.of(two + "\"config\":" + BLOB + ",\"layers\":[null]}", "", "null"),
                Arguments.of(
                        two + "\"config\":" + BLOB.replace("7", "-7") + "}", "", "negative size"),
                Arguments.of(
                        " ".repeat(Manifest.MAX_SIZE + 1), "", "more than the 4194304 allowed"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoManifestIsRefused(String json, String mediaType, String message) {
        assertThatThrownBy(() -> Manifest.parse(bytes(json), mediaType))
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining(message);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
