package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.image.Digest;
import dev.mica.image.ImageId;
import dev.mica.image.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReferenceStoreTest {
    private static final ImageId ONE = new ImageId(Digest.of("1"));
    private static final ImageId TWO = new ImageId(Digest.of("2"));

    @RegisterExtension final StoreFixture store = new StoreFixture();

    /** These tests name images that are not there. */
    @AfterEach
    void forgetAll() throws IOException {
        if (Files.exists(file())) {
            Files.delete(file());
            ReferenceStore.open(store.root, "overlay2");
        }
    }

    private Path file() {
        return store.path().resolve("image/overlay2/repositories.json");
    }

    private static Reference ref(String name) {
        return Reference.parse(name);
    }

    @Test
    void theFileIsDockersToTheByte() throws IOException {
        assertThat(file()).hasContent("{\"Repositories\":{}}");
        store.references.put(ref("busybox:latest"), ONE);
        store.references.put(ref("busybox@" + Digest.of("m")), ONE);
        store.references.put(ref("127.0.0.1:5000/a/b:1"), TWO);
        assertThat(Files.readString(file()))
                .isEqualTo(
                        "{\"Repositories\":{\"127.0.0.1:5000/a/b\":{\"127.0.0.1:5000/a/b:1\":\""
                                + TWO
                                + "\"},\"busybox\":{\"busybox:latest\":\""
                                + ONE
                                + "\",\"busybox@"
                                + Digest.of("m")
                                + "\":\""
                                + ONE
                                + "\"}}}");
        assertThat(Files.getAttribute(file(), "unix:mode")).isEqualTo(0100600);
    }

    @Test
    void aNameMeansOneImage() {
        store.references.put(ref("a:1"), ONE);
        store.references.put(ref("a:1"), TWO);
        store.references.put(ref("a:2"), TWO);
        assertThat(store.references.find(ref("a:1"))).contains(TWO);
        assertThat(store.references.find(ref("a:3"))).isEmpty();
        assertThat(store.references.references(ONE)).isEmpty();
        assertThat(store.references.references(TWO)).containsExactly(ref("a:1"), ref("a:2"));
        assertThat(store.references.references(ref("docker.io/library/a"))).hasSize(2);
    }

    @Test
    void whatIsSoAlreadyIsNotWrittenAgain() throws IOException {
        store.references.put(ref("a:1"), ONE);
        Object before = Files.getAttribute(file(), "unix:ino");

        store.references.put(ref("a:1"), ONE);

        assertThat(Files.getAttribute(file(), "unix:ino")).isEqualTo(before);
    }

    @Test
    void namesAreThereAfterARestart() {
        store.references.putAll(Map.of(ref("a:1"), ONE, ref("b:1"), TWO));
        assertThat(ReferenceStore.open(store.root, "overlay2").references())
                .containsExactly(ref("a:1"), ref("b:1"));
    }

    @Test
    void removingTheLastNameRemovesItsRepository() throws IOException {
        store.references.put(ref("a:1"), ONE);
        assertThat(store.references.remove(ref("a:1"))).isTrue();
        assertThat(store.references.remove(ref("a:1"))).isFalse();
        assertThat(file()).hasContent("{\"Repositories\":{}}");
    }

    @Test
    void aNameNeedsATagOrADigest() {
        assertThatThrownBy(() -> store.references.put(ref("a"), ONE))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void membersThatMicaDoesNotKnowStay() throws IOException {
        Files.writeString(
                file(),
                "{\"Future\":{\"x\":9007199254740993},\"Repositories\":{\"a\":{\"a:1\":\""
                        + ONE
                        + "\",\"a:bad\":\"nonsense\"}}}");
        ReferenceStore names = ReferenceStore.open(store.root, "overlay2");
        assertThat(names.references()).containsExactly(ref("a:1"));
        names.put(ref("b:1"), TWO);
        assertThat(Files.readString(file()))
                .contains("\"Future\":{\"x\":9007199254740993}")
                .contains("\"a:bad\":\"nonsense\"")
                .contains("\"b:1\":\"" + TWO);
    }

    @Test
    void aFileThatIsNoJsonIsLeftAlone() throws IOException {
        Files.writeString(file(), "{\"Repositories\":");
        assertThatThrownBy(() -> ReferenceStore.open(store.root, "overlay2"))
                .hasMessageContaining("repositories.json")
                .hasMessageContaining("unexpected EOF");
        assertThat(file()).hasContent("{\"Repositories\":");
    }

    @Test
    void whatPullingLearnedIsKept() throws IOException {
        DistributionStore books = DistributionStore.open(store.root, "overlay2");
        Digest blob = Digest.of("blob");
        var layer = ImageArchive.diffId(new byte[0]);
        books.put(
                layer,
                new DistributionStore.BlobSource(blob.toString(), "docker.io/library/a", ""));
        books.put(
                layer,
                new DistributionStore.BlobSource(blob.toString(), "docker.io/library/a", ""));
        assertThat(books.diffId(blob)).contains(layer);
        assertThat(books.diffId(Digest.of("other"))).isEmpty();
        assertThat(books.sources(layer)).hasSize(1);
        Path directory = store.path().resolve("image/overlay2/distribution");
        assertThat(directory.resolve("diffid-by-digest/sha256/" + blob.hex()))
                .hasContent(layer.toString());
        assertThat(directory.resolve("v2metadata-by-diffid/sha256/" + layer.digest().hex()))
                .hasContent(
                        "[{\"Digest\":\""
                                + blob
                                + "\",\"SourceRepository\":\"docker.io/library/a\",\"HMAC\":\"\"}]");
        assertThat(List.of(directory.toFile().list())).hasSize(2);
    }
}
