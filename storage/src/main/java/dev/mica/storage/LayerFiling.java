package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.storage.LayerDb.Entry;
import dev.mica.storage.spi.LateParent;
import dev.mica.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files the layers of one image: puts them one on another, makes them durable with one sync,
 * renames their books into place. The caller holds the store's committing lock.
 */
final class LayerFiling {

    /** A layer that is new to the store, and what was unpacked for it. */
    private record Fresh(StoredLayer layer, StagedLayer staged) {}

    private final LayerStore store;
    private final LayerStaging staging;
    private final DataRoot root;
    private final StorageDriver driver;
    private final LayerDb db;
    private final List<Fresh> fresh = new ArrayList<>();

    /**
     * Layers of the store that new ones are put on: held, so that nobody removes them meanwhile.
     */
    private final List<ReadOnlyLayer> held = new ArrayList<>();

    LayerFiling(
            LayerStore store,
            LayerStaging staging,
            DataRoot root,
            StorageDriver driver,
            LayerDb db) {
        this.store = store;
        this.staging = staging;
        this.root = root;
        this.driver = driver;
        this.db = db;
    }

    LayerHandle file(Optional<ChainId> parent, List<StagedLayer> bottomUp) throws IOException {
        try {
            return file(chain(parent, bottomUp));
        } finally {
            held.forEach(store::release);
        }
    }

    private LayerHandle file(StoredLayer top) {
        String lease = RandomId.next();
        if (!fresh.isEmpty()) {
            for (Fresh each : fresh) {
                putOnParent(each.layer);
                db.describe(each.layer.entry());
            }
            try {
                db.lease(lease, fresh.stream().map(f -> f.layer.chain()).toList());
                sync();
                publish();
            } catch (RuntimeException e) {
                endLease(lease, e);
                throw e;
            }
        }
        return store.add(fresh.stream().map(Fresh::layer).toList(), top, lease);
    }

    /**
     * The layers as they will be: those that the store has already, and new ones on top of them.
     */
    private StoredLayer chain(Optional<ChainId> parent, List<StagedLayer> bottomUp)
            throws IOException {
        @Nullable StoredLayer below = null;
        if (parent.isPresent()) {
            below = hold(parent.get());
            if (below == null) {
                throw new StorageException("layer does not exist");
            }
        }
        Set<String> used = new HashSet<>();
        for (StagedLayer staged : bottomUp) {
            if (below != null && below.depth() >= LayerStore.MAX_DEPTH) {
                throw new StorageException("max depth exceeded");
            }
            ChainId name =
                    below == null
                            ? ChainId.of(staged.diffId())
                            : below.chain().child(staged.diffId());
            StoredLayer known = hold(name);
            if (known == null) {
                boolean taken = staged.filedAs() != null || !used.add(staged.cacheId());
                StagedLayer own = taken ? staging.copy(staged) : staged;
                known = new StoredLayer(entry(name, own, below), below);
                fresh.add(new Fresh(known, own));
            }
            below = known;
        }
        if (below == null) {
            throw new IllegalArgumentException("no layers to file");
        }
        return below;
    }

    private @Nullable StoredLayer hold(ChainId name) {
        Optional<ReadOnlyLayer> layer = store.find(name);
        layer.ifPresent(held::add);
        return layer.map(handle -> ((LayerHandle) handle).layer()).orElse(null);
    }

    private static Entry entry(ChainId name, StagedLayer staged, @Nullable StoredLayer below) {
        return new Entry(
                name,
                staged.cacheId(),
                staged.diffId(),
                Optional.ofNullable(below).map(StoredLayer::chain),
                staged.size());
    }

    private void putOnParent(StoredLayer layer) {
        StoredLayer parent = layer.parent();
        if (parent != null) {
            ((LateParent) driver).putOn(layer.entry().cacheId(), parent.entry().cacheId());
        }
    }

    /** All data, and the books in the temporary folder, on disk: before anyone can see them. */
    private void sync() {
        root.sync();
        if (!root.isSameFileSystem(driver.home())) {
            root.sync(driver.home());
        }
    }

    private void endLease(String lease, RuntimeException because) {
        try {
            db.endLease(lease);
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    private void publish() {
        try {
            fresh.forEach(each -> db.publish(each.layer.entry()));
            db.syncChains();
        } catch (RuntimeException e) {
            fresh.reversed().forEach(each -> withdraw(each.layer.entry(), e));
            throw e;
        }
        fresh.forEach(each -> each.staged.filedAs(each.layer.chain()));
    }

    private void withdraw(Entry entry, RuntimeException because) {
        try {
            if (db.isPublished(entry)) {
                db.withdraw(entry);
                driver.remove(entry.cacheId());
                db.forget(entry);
            }
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }
}
