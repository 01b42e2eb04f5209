package dev.mica.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.image.ChainId;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several clients do everything at the same time, to the same few images. */
class ConcurrencyTest {
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 40;

    @RegisterExtension final StoreFixture store = new StoreFixture();

    private static byte[] layer(int n) {
        return new TarBytes().directory("d" + n).file("d" + n + "/f", "content " + n).toBytes();
    }

    /** Images of one to four layers that share what is below. */
    private static byte[] archive(int depth) {
        byte[][] layers = new byte[depth][];
        for (int i = 0; i < depth; i++) {
            layers[i] = layer(i);
        }
        return new ImageArchive().image("app:" + depth, layers).toBytes();
    }

    private void load(int depth) throws IOException {
        new ImageLoader(store.layers, store.images, store.references)
                .load(
                        new ByteArrayInputStream(archive(depth)),
                        Platform.of("linux", "amd64", ""),
                        LoadProgress.SILENT);
    }

    private void remove(int depth) {
        Reference name = Reference.parse("app:" + depth);
        store.references
                .find(name)
                .ifPresent(
                        id -> {
                            store.references.remove(name);
                            store.images.delete(id);
                        });
    }

    /** Runs a container of whatever is there. */
    private void container(String id, int depth) throws IOException {
        Optional<StoredImage> image =
                store.references.find(Reference.parse("app:" + depth)).flatMap(store.images::find);
        if (image.isEmpty()) {
            return;
        }
        Optional<ChainId> chain = image.get().config().chainId();
        ReadWriteLayer layer;
        try {
            layer = store.layers.createReadWrite(id, chain, ReadWriteOptions.DEFAULT);
        } catch (StorageException gone) {
            assertThat(gone).hasMessage("layer does not exist");
            return;
        }
        assertThat(layer.mount().resolve("d" + (depth - 1) + "/f"))
                .hasContent("content " + (depth - 1));
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        layer.writeDiff(tar);
        layer.unmount();
        store.layers.removeReadWrite(id);
    }

    @Test
    void clientsDoNotHarmEachOther() throws Exception {
        List<Future<Void>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                Callable<Void> work =
                        () -> {
                            Random random = new Random(client);
                            for (int i = 0; i < ROUNDS; i++) {
                                int depth = 1 + random.nextInt(4);
                                switch (random.nextInt(3)) {
                                    case 0 -> remove(depth);
                                    case 1 -> container(client + "-" + i, depth);
                                    default -> load(depth);
                                }
                            }
                            return null;
                        };
                clients.add(threads.submit(work));
            }
        }
        for (Future<Void> client : clients) {
            client.get();
        }
        for (StoredImage image : store.images.images()) {
            store.references.references(image.id()).forEach(store.references::remove);
            store.images.delete(image.id());
        }
        assertThat(store.driverLayers()).isEmpty();
    }
}
