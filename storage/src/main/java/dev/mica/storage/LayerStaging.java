package dev.mica.storage;

import dev.mica.image.DiffId;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Layers that are being unpacked and that nobody sees yet. Several may be unpacked at once, from
 * several threads, in any order; {@link #commit} puts them one on another, makes them durable with
 * one sync, and only then files them. {@link #close} removes whatever was not committed.
 */
public interface LayerStaging extends AutoCloseable {

    /**
     * Unpacks an uncompressed tar stream. Blocks until its end.
     *
     * @throws StorageException where the stream is no good; the layer is then gone again
     */
    StagedLayer unpack(InputStream tar);

    /**
     * Files layers one on another and returns the topmost, as a reference.
     *
     * @param bottomUp each either staged here or present in the store
     * @throws StorageException {@code max depth exceeded}; nothing is filed then
     */
    ReadOnlyLayer commit(Optional<ReadOnlyLayer> parent, List<StagedLayer> bottomUp);

    /** Removes what was unpacked and not committed. */
    @Override
    void close();

    /** A layer that was unpacked and is not filed yet. */
    interface StagedLayer {

        /** The digest of the stream that was unpacked. */
        DiffId diffId();

        /** Bytes of its files, as Docker counts them. */
        long size();
    }
}
