package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.image.ChainId;
import dev.mica.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LayerStoreTest {
    @RegisterExtension final StoreFixture store = new StoreFixture();

    private static TarBytes base() {
        return new TarBytes().directory("etc").file("etc/motd", "hello\n");
    }

    private static byte[] tarOf(ReadOnlyLayer layer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        layer.writeTar(out);
        return out.toByteArray();
    }

    @Test
    void aLayerIsNamedByTheDigestOfItsStream() throws IOException {
        ReadOnlyLayer layer = store.register(base());
        assertThat(layer.diffId().digest()).isEqualTo(Digest.of(base().toBytes()));
        assertThat(layer.chainId()).isEqualTo(ChainId.of(layer.diffId()));
        assertThat(layer.size()).isEqualTo(6);
        assertThat(store.diff(layer).resolve("etc/motd")).hasContent("hello\n");
        assertThat(tarOf(layer)).isEqualTo(base().toBytes());
        assertThat(layer.tarSize()).isEqualTo(base().toBytes().length);
        store.layers.release(layer);
    }

    @Test
    void aLayerIsThereAgainAfterARestart() throws IOException {
        ReadOnlyLayer below = store.register(base());
        ReadOnlyLayer top = store.register(new TarBytes().file("a", "1"), below);
        // an image would hold it; a lease would end it
        store.images.create(
                ImageArchive.config(
                        List.of(base().toBytes(), new TarBytes().file("a", "1").toBytes()), ""));
        store.layers.release(below);
        store.layers.release(top);
        store.reopen();
        ReadOnlyLayer again = store.layers.find(top.chainId()).orElseThrow();
        assertThat(again.depth()).isEqualTo(2);
        assertThat(again.size()).isEqualTo(7);
        assertThat(again.parent()).map(ReadOnlyLayer::chainId).contains(below.chainId());
        assertThat(tarOf(again)).isEqualTo(new TarBytes().file("a", "1").toBytes());
        store.layers.release(again);
    }

    @Test
    void theSameLayerOnTheSameGroundIsKeptOnce() throws IOException {
        ReadOnlyLayer one = store.register(base());
        ReadOnlyLayer two = store.register(base());
        assertThat(two.cacheId()).isEqualTo(one.cacheId());
        assertThat(store.driverLayers()).containsExactly(one.cacheId());
        assertThat(store.layers.release(one)).isEmpty();
        assertThat(store.diff(two)).exists();
        assertThat(store.layers.release(two)).containsExactly(two.chainId());
        assertThat(store.driverLayers()).isEmpty();
    }

    @Test
    void aReferenceGivenBackTwiceCountsOnce() throws IOException {
        ReadOnlyLayer one = store.register(base());
        ReadOnlyLayer two = store.layers.find(one.chainId()).orElseThrow();
        store.layers.release(one);
        assertThat(store.layers.release(one)).isEmpty();
        assertThat(store.layers.contains(two.chainId())).isTrue();
        store.layers.release(two);
    }

    @Test
    void whatLiesBelowGoesWithTheLastLayerOnIt() throws IOException {
        ReadOnlyLayer below = store.register(base());
        ReadOnlyLayer left = store.register(new TarBytes().file("l", ""), below);
        ReadOnlyLayer right = store.register(new TarBytes().file("r", ""), below);
        store.layers.release(below);
        assertThat(store.layers.release(left)).containsExactly(left.chainId());
        assertThat(store.layers.release(right)).containsExactly(right.chainId(), below.chainId());
    }

    @Test
    void aCompressedStreamIsTheSameLayer() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(base().toBytes());
        }
        try (LayerStaging staging = store.layers.stage()) {
            StagedLayer staged = staging.unpack(new ByteArrayInputStream(zipped.toByteArray()));
            assertThat(staged.diffId().digest()).isEqualTo(Digest.of(base().toBytes()));
            assertThat(staged.blob()).isEqualTo(Digest.of(zipped.toByteArray()));
        }
        assertThat(store.driverLayers()).as("what was staged and not filed").isEmpty();
    }

    @Test
    void oneLayerMayComeTwiceInAnImage() throws IOException {
        try (LayerStaging staging = store.layers.stage()) {
            StagedLayer empty = staging.unpack(new ByteArrayInputStream(new TarBytes().toBytes()));
            StagedLayer some = staging.unpack(new ByteArrayInputStream(base().toBytes()));
            ReadOnlyLayer top = staging.commit(Optional.empty(), List.of(empty, some, empty, some));
            assertThat(top.depth()).isEqualTo(4);
            assertThat(tarOf(top)).isEqualTo(base().toBytes());
            assertThat(store.driverLayers()).hasSize(4);
            store.layers.release(top);
        }
    }

    @Test
    void anImageHasAtMost125Layers() throws IOException {
        ReadOnlyLayer top = store.register(new TarBytes());
        for (int i = 1; i < LayerStore.MAX_DEPTH; i++) {
            ReadOnlyLayer next = store.register(new TarBytes(), top);
            store.layers.release(top);
            top = next;
        }
        ReadOnlyLayer highest = top;
        assertThat(highest.depth()).isEqualTo(125);
        assertThatThrownBy(() -> store.register(new TarBytes(), highest))
                .isInstanceOf(StorageException.class)
                .hasMessage("max depth exceeded");
        ReadWriteLayer container = store.container("c", highest);
        Path merged = container.mount();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).contains(merged.toString());
        assertThat(merged.resolve(".dockerenv")).exists();
        container.unmount();
        store.layers.removeReadWrite("c");
        assertThat(store.layers.release(highest)).hasSize(125);
    }

    @Test
    void aStreamThatIsCutOffLeavesNothing() {
        byte[] whole = new TarBytes().file("big", new byte[2_000_000]).toBytes();
        byte[] part = java.util.Arrays.copyOf(whole, 1_000_000);
        assertThatThrownBy(
                        () ->
                                store.layers.register(
                                        new ByteArrayInputStream(part), Optional.empty()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("unexpected EOF");
        assertThat(store.path().resolve("overlay2/l")).isEmptyDirectory();
    }

    @Test
    void aParentMustBeThere() {
        ChainId missing = new ChainId(Digest.of("missing"));
        assertThatThrownBy(
                        () ->
                                store.layers.register(
                                        new ByteArrayInputStream(base().toBytes()),
                                        Optional.of(missing)))
                .hasMessage("layer does not exist");
    }

    @Test
    void aLayerWhoseFilesWereChangedIsNotGivenOut() throws IOException {
        ReadOnlyLayer layer = store.register(base());
        Files.writeString(store.diff(layer).resolve("etc/motd"), "HELLO\n");
        assertThatThrownBy(() -> tarOf(layer))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("could not verify layer data for: " + layer.diffId());
        store.layers.release(layer);
    }

    @Test
    void dockersOwnTemporaryFilesAreLeftAlone() throws IOException {
        Path theirs = store.path().resolve("image/overlay2/layerdb/tmp/write-set-1");
        Files.createDirectory(theirs);
        store.reopen();
        assertThat(theirs).exists();
        Files.delete(theirs);
    }

    @Test
    void aRemovalThatDockerdBeganIsFinished() throws IOException {
        ReadOnlyLayer layer = store.register(base());
        Path chains = store.path().resolve("image/overlay2/layerdb/sha256");
        String hex = layer.chainId().digest().hex();
        Files.move(chains.resolve(hex), chains.resolve(hex + "-abc-removing"));
        store.reopen();
        assertThat(store.layers.contains(layer.chainId())).isFalse();
        assertThat(store.driverLayers()).isEmpty();
    }
}
