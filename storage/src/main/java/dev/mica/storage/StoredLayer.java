package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.storage.LayerDb.Entry;
import org.jspecify.annotations.Nullable;

/** A read-only layer in memory, and how many use it. The count is guarded by the store's lock. */
final class StoredLayer {
    private final Entry entry;
    private final @Nullable StoredLayer parent;
    private final int depth;
    private final long size;
    private int references;

    StoredLayer(Entry entry, @Nullable StoredLayer parent) {
        this.entry = entry;
        this.parent = parent;
        this.depth = parent == null ? 1 : parent.depth + 1;
        this.size = entry.size() + (parent == null ? 0 : parent.size);
    }

    Entry entry() {
        return entry;
    }

    ChainId chain() {
        return entry.chain();
    }

    @Nullable StoredLayer parent() {
        return parent;
    }

    int depth() {
        return depth;
    }

    /** Bytes of this layer and all below. */
    long size() {
        return size;
    }

    void retain() {
        references++;
    }

    /** Ends one use; whether it was the last. */
    boolean release() {
        return --references <= 0;
    }
}
