package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.image.ImageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImageStoreTest {
    private static final byte[] LAYER = new TarBytes().file("f", "x").toBytes();

    @RegisterExtension final StoreFixture store = new StoreFixture();

    private StoredImage image(String remark) throws IOException {
        ReadOnlyLayer layer =
                store.layers.register(
                        new java.io.ByteArrayInputStream(LAYER), java.util.Optional.empty());
        try {
            return store.images.create(ImageArchive.config(List.of(LAYER), remark));
        } finally {
            store.layers.release(layer);
        }
    }

    private Path content(ImageId id) {
        return store.path().resolve("image/overlay2/imagedb/content/sha256/" + id.digest().hex());
    }

    private Path metadata(ImageId id) {
        return store.path().resolve("image/overlay2/imagedb/metadata/sha256/" + id.digest().hex());
    }

    @Test
    void theConfigsBytesAreKeptAsTheyCame() throws IOException {
        StoredImage image = image("a");
        assertThat(content(image.id())).hasBinaryContent(ImageArchive.config(List.of(LAYER), "a"));
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(content(image.id()))))
                .isEqualTo("rw-------");
        store.reopen();
        assertThat(store.images.find(image.id()).orElseThrow().config().raw())
                .isEqualTo(image.config().raw());
    }

    @Test
    void anImageIsFoundByTheBeginningOfItsId() throws IOException {
        ImageId id = image("a").id();
        String hex = id.digest().hex();
        assertThat(store.images.search(hex.substring(0, 5))).map(StoredImage::id).contains(id);
        assertThat(store.images.search("sha256:" + hex)).map(StoredImage::id).contains(id);
        assertThat(store.images.search("")).isEmpty();
        assertThat(store.images.search("xyz")).isEmpty();
        for (int i = 0; i < 17; i++) {
            image("more " + i);
        }
        assertThatThrownBy(
                        () -> {
                            for (char c : "0123456789abcdef".toCharArray()) {
                                store.images.search(String.valueOf(c));
                            }
                        })
                .hasMessageStartingWith("multiple IDs found with provided prefix: ");
    }

    @Test
    void parentsAndChildrenKnowEachOther() throws IOException {
        ImageId parent = image("parent").id();
        ImageId child = image("child").id();
        store.images.setParent(child, parent);
        assertThat(metadata(child).resolve("parent")).hasContent(parent.toString());
        store.reopen();
        assertThat(store.images.parent(child)).contains(parent);
        assertThat(store.images.children(parent)).containsExactly(child);
        store.images.delete(parent);
        assertThat(store.images.parent(child)).isEmpty();
        store.reopen();
        assertThat(store.images.parent(child)).isEmpty();
    }

    @Test
    void theTimeOfTheLastChangeIsKept() throws IOException {
        ImageId id = image("a").id();
        Instant when = Instant.parse("2026-01-02T03:04:05.678900001Z");
        assertThat(store.images.lastUpdated(id)).isEmpty();
        store.images.setLastUpdated(id, when);
        assertThat(metadata(id).resolve("lastUpdated"))
                .hasContent("2026-01-02T03:04:05.678900001Z");
        store.reopen();
        assertThat(store.images.lastUpdated(id)).contains(when);
    }

    @Test
    void theLastImageTakesItsLayersWithIt() throws IOException {
        StoredImage one = image("1");
        StoredImage two = image("2");
        assertThat(store.images.delete(one.id())).isEmpty();
        assertThat(store.images.delete(two.id())).hasSize(1);
        assertThat(store.images.delete(two.id())).isEmpty();
        assertThat(store.driverLayers()).isEmpty();
        assertThat(content(one.id())).doesNotExist();
    }

    @Test
    void anImageNeedsItsLayers() {
        assertThatThrownBy(() -> store.images.create(ImageArchive.config(List.of(LAYER), "a")))
                .hasMessageStartingWith("layer does not exist");
    }

    @Test
    void aHistoryOfMoreStepsThanLayersIsRefused() {
        String config =
                "{\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]},\"history\":[{\"created_by\":\"x\"}]}";
        assertThatThrownBy(
                        () ->
                                store.images.create(
                                        config.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessage("too many non-empty layers in History section");
    }

    @Test
    void aDamagedImageIsLeftOutAndItsFileStays() throws IOException {
        StoredImage good = image("good");
        StoredImage bad = image("bad");
        Files.writeString(content(bad.id()), "{}");
        Files.writeString(content(good.id()).resolveSibling("stray"), "");
        store.reopen();
        assertThat(store.images.images()).extracting(StoredImage::id).containsExactly(good.id());
        Files.delete(content(bad.id()));
        Files.delete(content(good.id()).resolveSibling("stray"));
    }

    @Test
    void whatACrashLeftOfAWriteIsRemoved() throws IOException {
        ImageId id = image("a").id();
        store.images.setLastUpdated(id, Instant.EPOCH);
        Path config = content(id).resolveSibling(".tmp-1");
        Path note = metadata(id).resolve(".tmp-2");
        Files.writeString(config, "{");
        Files.writeString(note, "1970");
        store.reopen();
        assertThat(config).doesNotExist();
        assertThat(note).doesNotExist();
        assertThat(store.images.lastUpdated(id)).contains(Instant.EPOCH);
    }

    @Test
    void layersThatACrashLeftWithoutTheirImageAreRemoved() throws IOException {
        ReadOnlyLayer layer =
                store.layers.register(
                        new java.io.ByteArrayInputStream(LAYER), java.util.Optional.empty());
        store.reopen();
        assertThat(store.layers.contains(layer.chainId())).isFalse();
        assertThat(store.driverLayers()).isEmpty();
    }

    @Test
    void layersThatAnotherEngineKeepsForItsBuildsStay() throws IOException {
        ReadOnlyLayer layer =
                store.layers.register(
                        new java.io.ByteArrayInputStream(LAYER), java.util.Optional.empty());
        Path tmp = store.path().resolve("image/overlay2/layerdb/tmp");
        for (String lease : StoreFixture.names(tmp)) {
            Files.delete(tmp.resolve(lease));
        }
        store.reopen();
        assertThat(store.layers.contains(layer.chainId())).isTrue();
    }
}
