package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.image.DiffId;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * A layer of an image: named by its content and everything below it, never changed again, shared by
 * all images that have it.
 *
 * <p>An object of this type is a counted reference: the layer stays while one is held. Give each
 * back once with {@link LayerStore#release}. Thread-safe.
 */
public interface ReadOnlyLayer {

    /** The name of this layer together with all below it. */
    ChainId chainId();

    /** The digest of the layer's own uncompressed tar stream. */
    DiffId diffId();

    /** The layer below; empty for a base layer. Not a reference: it stays as long as this one. */
    Optional<ReadOnlyLayer> parent();

    /** How the storage driver names it: the directory below {@code overlay2}. */
    String cacheId();

    /** Bytes this layer adds, as Docker counts them. */
    long diffSize();

    /** Bytes of this layer and all below it. */
    long size();

    /** How many layers lie here one on another, this one included. */
    int depth();

    /**
     * Writes the very bytes the layer was made from; their digest is {@link #diffId}.
     *
     * <p>Costs one read of the layer's files; memory does not grow with them.
     *
     * @throws StorageException where the layer's files are no longer what they were
     */
    void writeTar(OutputStream out);

    /** How many bytes {@link #writeTar} writes. Costs one read of the layer's record, no files. */
    long tarSize();

    /** What {@code docker image inspect} shows as {@code GraphDriver.Data}. */
    Map<String, String> metadata();
}
