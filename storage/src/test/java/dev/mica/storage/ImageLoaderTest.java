package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.image.Digest;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageId;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.image.SavedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImageLoaderTest {
    private static final byte[] BASE = new TarBytes().file("base", "b").toBytes();
    private static final byte[] ONE = new TarBytes().file("one", "1").toBytes();
    private static final byte[] TWO = new TarBytes().file("two", "22").toBytes();

    @RegisterExtension final StoreFixture store = new StoreFixture();

    private static ImageId id(byte[] config) {
        return new ImageId(Digest.of(config));
    }

    private void nothingIsLeft() throws IOException {
        assertThat(store.images.images()).isEmpty();
        assertThat(store.references.references()).isEmpty();
        assertThat(store.driverLayers()).isEmpty();
    }

    private void refused(ThrowingCallable load, String why) throws IOException {
        assertThatThrownBy(load).hasMessageContaining(why);
        nothingIsLeft();
    }

    @Test
    void anImageIsThereWithItsLayersAndName() throws IOException {
        List<LoadedImage> loaded = store.load(new ImageArchive().image("app:1", BASE, ONE));
        ImageId id = id(ImageArchive.config(List.of(BASE, ONE), "app:1"));
        assertThat(loaded).singleElement().extracting(LoadedImage::id).isEqualTo(id);
        assertThat(store.references.find(Reference.parse("app:1"))).contains(id);
        StoredImage image = store.images.find(id).orElseThrow();
        ReadOnlyLayer top = store.layers.find(image.config().chainId().orElseThrow()).orElseThrow();
        assertThat(top.depth()).isEqualTo(2);
        assertThat(top.size()).isEqualTo(2);
        store.layers.release(top);
        store.reopen();
        assertThat(store.images.find(id)).isPresent();
        assertThat(store.references.references(id)).containsExactly(Reference.parse("app:1"));
    }

    @Test
    void imagesShareTheirLayers() throws IOException {
        store.load(new ImageArchive().image("a:1", BASE, ONE).image("b:1", BASE, TWO));
        assertThat(store.images.images()).hasSize(2);
        assertThat(store.driverLayers()).hasSize(3);
    }

    @Test
    void whatIsThereAlreadyIsKept() throws IOException {
        store.load(new ImageArchive().image("a:1", BASE, ONE));
        List<String> before = store.driverLayers();
        store.load(new ImageArchive().image("a:1", BASE, ONE));
        assertThat(store.driverLayers()).isEqualTo(before);
    }

    @Test
    void aNameMovesToTheImageLoadedLast() throws IOException {
        store.load(new ImageArchive().image("a:1", BASE));
        List<LoadedImage> loaded =
                store.load(
                        new ImageArchive()
                                .imageOf("a:1", ImageArchive.config(List.of(ONE), "x"), ONE));
        ImageId before = id(ImageArchive.config(List.of(BASE), "a:1"));
        assertThat(loaded.getFirst().names())
                .singleElement()
                .satisfies(name -> assertThat(name.replaced()).contains(before));
        assertThat(store.images.find(before)).as("it stays, without a name").isPresent();
        assertThat(store.references.references(before)).isEmpty();
    }

    @Test
    void theArchiveMayBeCompressedAndItsLayersToo() throws IOException {
        byte[] config = ImageArchive.config(List.of(BASE, ONE), "z");
        TarBytes tar = new TarBytes();
        tar.file("layers/0", gzip(BASE)).file("layers/1", ONE).file("c.json", config);
        tar.file(
                "manifest.json",
                "[{\"Config\":\"c.json\",\"RepoTags\":[\"z:1\"],\"Layers\":[\"layers/0\",\"layers/1\"]}]");
        store.load(gzip(tar.toBytes()));
        assertThat(store.references.find(Reference.parse("z:1"))).contains(id(config));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        }
        return zipped.toByteArray();
    }

    @Test
    void savingGivesBackTheVeryLayers() throws IOException {
        store.load(new ImageArchive().image("a:1", BASE, ONE).image("b:1", BASE, TWO));
        List<SavedImage> images =
                store.images.images().stream()
                        .map(
                                image ->
                                        new SavedImage(
                                                image.config(),
                                                store.references.references(image.id()),
                                                null))
                        .toList();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        new ImageSaver(store.layers).save(images, saved);
        Map<String, ImageId> names = new TreeMap<>();
        store.references
                .references()
                .forEach(r -> names.put(r.familiar(), store.references.find(r).orElseThrow()));
        for (StoredImage image : store.images.images()) {
            store.references.references(image.id()).forEach(store.references::remove);
            store.images.delete(image.id());
        }
        nothingIsLeft();
        store.load(saved.toByteArray());
        Map<String, ImageId> again = new TreeMap<>();
        store.references
                .references()
                .forEach(r -> again.put(r.familiar(), store.references.find(r).orElseThrow()));
        assertThat(again).isEqualTo(names).hasSize(2);
    }

    @Test
    void aLayerMustHaveTheDigestThatTheConfigSays() throws IOException {
        byte[] config = ImageArchive.config(List.of(BASE, TWO), "x");
        refused(
                () -> store.load(new ImageArchive().imageOf("a:1", config, BASE, ONE)),
                "invalid diffID for layer 1: expected \""
                        + ImageArchive.diffId(TWO)
                        + "\", got \""
                        + ImageArchive.diffId(ONE)
                        + '"');
    }

    @Test
    void theSecondImageFailingTakesTheFirstWithIt() throws IOException {
        byte[] lying = ImageArchive.config(List.of(TWO), "x");
        ImageArchive archive =
                new ImageArchive().image("a:1", BASE, ONE).imageOf("b:1", lying, BASE);
        refused(() -> store.load(archive), "invalid diffID");
    }

    @Test
    void anArchiveThatIsCutOffLeavesNothing() throws IOException {
        byte[] whole = new ImageArchive().image("a:1", BASE, ONE, TWO).toBytes();
        for (int length = 0; length < whole.length - 1024; length += 700) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> store.load(part)).as("%d bytes", length).isNotNull();
            nothingIsLeft();
        }
    }

    @Test
    void aClientThatHangsUpLeavesNothing() throws IOException {
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        byte[] whole =
                new ImageArchive()
                        .image("a:1", BASE, new TarBytes().file("f", large).toBytes())
                        .toBytes();
        InputStream hangsUp =
                new FilterInputStream(new ByteArrayInputStream(whole, 0, 2_000_000)) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        int count = super.read(bytes, offset, length);
                        if (count < 0) {
                            throw new IOException("connection reset by peer");
                        }
                        return count;
                    }
                };
        refused(
                () ->
                        new ImageLoader(store.layers, store.images, store.references)
                                .load(hangsUp, Platform.host(), LoadProgress.SILENT),
                "connection reset by peer");
    }

    @Test
    void anArchiveThatIsNoneIsRefused() throws IOException {
        refused(() -> store.load("no archive at all".getBytes(StandardCharsets.UTF_8)), "");
        refused(() -> store.load(new TarBytes().file("x", "y").toBytes()), "no such file");
    }

    @Test
    void aHostileLayerLeavesNothing() throws IOException {
        byte[] twice = new TarBytes().file("a", "1").file("a", "2").toBytes();
        refused(
                () -> store.load(new ImageArchive().image("a:1", BASE, twice)),
                "duplicates of file paths not supported");
    }

    @Test
    void progressIsToldForEachLayer() throws IOException {
        Map<String, Long> seen = new TreeMap<>();
        byte[] archive = new ImageArchive().image("a:1", BASE, ONE).toBytes();
        new ImageLoader(store.layers, store.images, store.references)
                .load(
                        new ByteArrayInputStream(archive),
                        Platform.host(),
                        (layer, read, total) -> {
                            assertThat(read).isBetween(0L, total);
                            seen.put(layer, read);
                        });
        assertThat(seen)
                .containsEntry("0", (long) BASE.length)
                .containsEntry("1", (long) ONE.length)
                .hasSize(2);
    }

    @Test
    void anImageWithoutLayersIsAnImage() throws IOException {
        byte[] config = ImageArchive.config(List.of(), "");
        store.images.create(config);
        assertThat(store.images.find(id(config)))
                .map(StoredImage::config)
                .map(ImageConfig::layers)
                .contains(List.of());
        store.images.delete(id(config));
    }
}
