package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.storage.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Layers that are being unpacked and that nobody sees yet. Several may be unpacked at once, from
 * several threads, in any order, before it is known what they lie on; {@link #commit} puts them one
 * on another, makes them durable with one sync, and only then files them. {@link #close} removes
 * whatever was not filed.
 *
 * <pre>{@code
 * try (LayerStaging staging = layers.stage()) {
 *     StagedLayer base = staging.unpack(first);
 *     StagedLayer top = staging.unpack(second);
 *     ReadOnlyLayer layer = staging.commit(Optional.empty(), List.of(base, top));
 *     images.create(config);
 *     layers.release(layer);
 * }
 * }</pre>
 *
 * Thread-safe. Memory is bounded for the staging as a whole, whatever the number and size of
 * layers.
 */
public final class LayerStaging implements AutoCloseable {
    /** What is read ahead of unpacking, in all layers together, in bytes. */
    private static final int READ_AHEAD = 24 << 20;

    private static final System.Logger LOG = System.getLogger(LayerStaging.class.getName());

    private final LayerStore store;
    private final StorageDriver driver;
    private final LayerDb db;
    private final BlockPool blocks = new BlockPool(READ_AHEAD);
    private final Queue<LayerIntake> intakes = new ConcurrentLinkedQueue<>();

    LayerStaging(LayerStore store, StorageDriver driver, LayerDb db) {
        this.store = store;
        this.driver = driver;
        this.db = db;
    }

    /**
     * Unpacks a tar stream, compressed (gzip, zstd) or not, and reads it to its end. Files are
     * written on a thread of their own meanwhile.
     *
     * @param blob not closed
     * @throws StorageException where the stream is no good; the layer is then gone again
     * @throws IOException where reading the stream fails
     */
    public StagedLayer unpack(InputStream blob) throws IOException {
        LayerIntake intake = begin();
        try {
            blob.transferTo(intake);
            return intake.finish();
        } catch (IOException | RuntimeException e) {
            intake.discard();
            throw e;
        }
    }

    /** Begins a layer whose bytes come by writing them; for reading several from one archive. */
    LayerIntake begin() {
        LayerIntake intake = LayerIntake.begin(driver, db, blocks);
        intakes.add(intake);
        return intake;
    }

    /**
     * Unpacks a layer's bytes once more, for an image that has the same layer twice: each has its
     * own directory, since each lies on another.
     */
    StagedLayer copy(StagedLayer layer) throws IOException {
        LayerIntake intake = begin();
        store.archive().write(layer, intake);
        return intake.finish();
    }

    /**
     * Files layers one on another and returns a reference to the topmost. Of layers that the store
     * has already, those are taken, and what was unpacked for them is dropped by {@link #close}.
     *
     * <p>All are durable on return. Until the reference is given back, a crash removes them again.
     *
     * @param parent the layer below the lowest
     * @param bottomUp at least one; the same one may come more than once
     * @throws StorageException {@code layer does not exist}, {@code max depth exceeded}; nothing is
     *     filed then
     */
    public ReadOnlyLayer commit(Optional<ChainId> parent, List<StagedLayer> bottomUp)
            throws IOException {
        return store.file(this, parent, bottomUp);
    }

    /** Removes what was unpacked and not filed. */
    @Override
    public void close() {
        for (LayerIntake intake : intakes) {
            try {
                intake.discard();
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an unfiled layer is left for the next start to remove",
                        e);
            }
        }
        intakes.clear();
    }
}
