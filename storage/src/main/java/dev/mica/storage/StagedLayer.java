package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import org.jspecify.annotations.Nullable;

/** A layer that was unpacked by a {@link LayerStaging} and is not filed yet. */
public final class StagedLayer {
    private final String cacheId;
    private final DiffId diffId;
    private final Digest blob;
    private final long size;
    private volatile @Nullable ChainId filedAs;

    StagedLayer(String cacheId, DiffId diffId, Digest blob, long size) {
        this.cacheId = cacheId;
        this.diffId = diffId;
        this.blob = blob;
        this.size = size;
    }

    String cacheId() {
        return cacheId;
    }

    /** The digest of the uncompressed stream. */
    public DiffId diffId() {
        return diffId;
    }

    /** The digest of the stream as it came. */
    public Digest blob() {
        return blob;
    }

    /** Bytes of its files, as Docker counts them. */
    public long size() {
        return size;
    }

    void filedAs(ChainId chain) {
        filedAs = chain;
    }

    /** The layer it became; null until it is one. */
    @Nullable ChainId filedAs() {
        return filedAs;
    }
}
