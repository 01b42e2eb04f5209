package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.image.DiffId;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One counted reference to a {@link StoredLayer}. */
final class LayerHandle implements ReadOnlyLayer {
    private final LayerStore store;
    private final StoredLayer layer;
    private volatile @Nullable String lease;
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * @param lease ends with this reference; null where there is none
     */
    LayerHandle(LayerStore store, StoredLayer layer, @Nullable String lease) {
        this.store = store;
        this.layer = layer;
        this.lease = lease;
    }

    StoredLayer layer() {
        return layer;
    }

    @Nullable String lease() {
        return lease;
    }

    void lease(String id) {
        lease = id;
    }

    /** Marks it given back; false when it was already. */
    boolean markReleased() {
        return released.compareAndSet(false, true);
    }

    @Override
    public ChainId chainId() {
        return layer.chain();
    }

    @Override
    public DiffId diffId() {
        return layer.entry().diffId();
    }

    @Override
    public Optional<ReadOnlyLayer> parent() {
        StoredLayer parent = layer.parent();
        return parent == null
                ? Optional.empty()
                : Optional.of(new LayerHandle(store, parent, null).borrowed());
    }

    /** A view that holds nothing: giving it back does nothing. */
    LayerHandle borrowed() {
        released.set(true);
        return this;
    }

    @Override
    public String cacheId() {
        return layer.entry().cacheId();
    }

    @Override
    public long diffSize() {
        return layer.entry().size();
    }

    @Override
    public long size() {
        return layer.size();
    }

    @Override
    public int depth() {
        return layer.depth();
    }

    @Override
    public void writeTar(OutputStream out) {
        store.archive().write(layer.entry(), out);
    }

    @Override
    public long tarSize() {
        return store.archive().size(layer.entry());
    }

    @Override
    public Map<String, String> metadata() {
        return store.driver().metadata(cacheId());
    }

    @Override
    public String toString() {
        return "layer " + chainId();
    }
}
