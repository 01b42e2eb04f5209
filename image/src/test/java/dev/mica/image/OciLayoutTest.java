package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OciLayoutTest {

    private final SampleImage image = SampleImage.of("a", "b");
    private final TestTar archive =
            new TestTar().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");

    @Test
    void blobsAreFoundByTheirDigests() {
        index(
                descriptor(
                        manifest(image),
                        "\"annotations\":{\"org.opencontainers.image.ref.name\":\"app:1\"}"));
        ArchivedImage found = archive.images().getFirst();
        assertThat(found.config().id()).isEqualTo(image.id());
        assertThat(found.tags())
                .extracting(Reference::toString)
                .containsExactly("docker.io/library/app:1");
        assertThat(found.layers())
                .extracting(ArchivedLayer::diffId)
                .containsExactly(image.diffId(0), image.diffId(1));
        assertThat(found.layers()).allMatch(ArchivedLayer::present);
    }

    @Test
    void aNameIsTakenWhereItIsWhole() {
        assertThat(
                        tags(
                                "\"io.containerd.image.name\":\"docker.io/library/x:1\",\"org.opencontainers.image.ref.name\":\"1\""))
                .containsExactly("x:1");
        assertThat(tags("\"org.opencontainers.image.ref.name\":\"localhost/x\""))
                .containsExactly("localhost/x:latest");
        assertThat(tags("\"org.opencontainers.image.ref.name\":\"latest\"")).isEmpty();
        assertThat(tags("\"other\":\"latest\"")).isEmpty();
        assertThat(tags("\"io.containerd.image.name\":\"x@" + Digest.of("") + "\"")).isEmpty();
        assertThatThrownBy(() -> tags("\"org.opencontainers.image.ref.name\":\"A/b:1\""))
                .isInstanceOf(InvalidReferenceException.class);
    }

    private static List<String> tags(String annotations) {
        OciLayoutTest one = new OciLayoutTest();
        one.index(descriptor(one.manifest(one.image), "\"annotations\":{" + annotations + "}"));
        return one.archive.images().getFirst().tags().stream().map(Reference::familiar).toList();
    }

    @Test
    void ofSeveralPlatformsTheHostsIsTaken() {
        SampleImage arm = SampleImage.with("\"variant\":\"v8\",", "c");
        byte[] inner =
                indexOf(
                        descriptor(manifest(arm), platform("arm64")),
                        descriptor(manifest(image), platform("amd64")),
                        descriptor(
                                "{}".getBytes(StandardCharsets.UTF_8),
                                "\"annotations\":{\"vnd.docker.reference.type\":\"x\"}"));
        index(descriptor(blob(inner), "\"mediaType\":\"" + MediaTypes.OCI_INDEX + '"'));
        byte[] bytes = archive.toBytes();
        ArchiveIndex read = TestTar.index(new ByteArrayInputStream(bytes));
        assertThat(read.images(Platform.parse("linux/amd64")).getFirst().config().id())
                .isEqualTo(image.id());
        assertThat(read.images(Platform.parse("linux/arm64")).getFirst().config().id())
                .isEqualTo(arm.id());
        assertThatThrownBy(() -> read.images(Platform.parse("linux/s390x")))
                .hasMessage("no matching manifest for linux/s390x in the manifest list entries");
    }

    @Test
    void entriesWithoutNamesAreImagesOfTheirOwn() {
        SampleImage other = SampleImage.of("c");
        index(
                descriptor(manifest(image), platform("amd64")),
                descriptor(manifest(other), platform("s390x")));
        assertThat(archive.images())
                .extracting(i -> i.config().id())
                .containsExactly(image.id(), other.id());
    }

    @Test
    void anIndexOfItselfIsRefused() {
        byte[] inner = indexOf();
        for (int i = 0; i < 10; i++) {
            inner =
                    indexOf(
                            descriptor(
                                    blob(inner), "\"mediaType\":\"" + MediaTypes.OCI_INDEX + '"'));
        }
        index(descriptor(blob(inner), "\"mediaType\":\"" + MediaTypes.OCI_INDEX + '"'));
        assertThatThrownBy(archive::images)
                .hasMessage("invalid archive: indexes are nested too deep");
    }

    @Test
    void blobsThatAreNotWhatTheirNamesSayAreRefused() {
        byte[] manifest = manifest(image);
        String lie = "blobs/sha256/" + Digest.of(manifest).hex();
        byte[] changed =
                new String(manifest, StandardCharsets.UTF_8)
                        .replace("schemaVersion\":2", "schemaVersion\":3")
                        .getBytes(StandardCharsets.UTF_8);
        archive.file(lie, changed);
        index(descriptor(manifest, "\"annotations\":{}"));
        assertThatThrownBy(archive::images)
                .isInstanceOf(InvalidImageException.class)
                .hasMessage("invalid archive: " + lie + ": digest is " + Digest.of(changed));
    }

    @Test
    void sizesThatLieAreRefused() {
        byte[] manifest = manifest(image);
        archive.file("blobs/sha256/" + Digest.of(manifest).hex(), "{}");
        index(descriptor(manifest, "\"annotations\":{}"));
        assertThatThrownBy(archive::images)
                .hasMessageContaining(": size is 2, expected " + manifest.length);
    }

    @Test
    void aLayerBlobWithAnotherDigestIsRefused() {
        byte[] manifest = manifest(image);
        archive.file("blobs/sha256/" + image.diffId(0).digest().hex(), image.layers.get(1));
        index(descriptor(manifest, "\"annotations\":{}"));
        assertThatThrownBy(archive::images)
                .hasMessageContaining(
                        image.diffId(0).digest().hex() + ": digest is " + image.diffId(1));
    }

    @Test
    void anEmptyIndexIsRefused() {
        index();
        assertThatThrownBy(archive::images)
                .hasMessage("invalid archive: index.json names no image");
    }

    @Test
    void aMissingBlobIsNamed() {
        index("{\"digest\":\"" + Digest.of("x") + "\",\"size\":1}");
        assertThatThrownBy(archive::images)
                .hasMessage(
                        "open blobs/sha256/"
                                + Digest.of("x").hex()
                                + ": no such file or directory");
    }

    private void index(String... descriptors) {
        archive.file("index.json", indexOf(descriptors));
    }

    private static byte[] indexOf(String... descriptors) {
        return ("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", descriptors) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] manifest(SampleImage of) {
        String layers =
                String.join(
                        ",", of.layers.stream().map(l -> descriptor(blob(l), "\"x\":1")).toList());
        return blob(
                ("{\"schemaVersion\":2,\"mediaType\":\""
                                + MediaTypes.OCI_MANIFEST
                                + "\",\"config\":"
                                + descriptor(blob(of.config), "\"x\":1")
                                + ",\"layers\":["
                                + layers
                                + "]}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private byte[] blob(byte[] content) {
        archive.file("blobs/sha256/" + Digest.of(content).hex(), content);
        return content;
    }

    private static String descriptor(byte[] content, String more) {
        return "{\"digest\":\""
                + Digest.of(content)
                + "\",\"size\":"
                + content.length
                + ","
                + more
                + "}";
    }

    private static String platform(String architecture) {
        return "\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
    }
}
