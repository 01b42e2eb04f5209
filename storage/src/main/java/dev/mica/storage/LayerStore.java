package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.storage.spi.StatusRow;
import dev.mica.storage.spi.StorageDriver;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The layers of a data-root (signatures; the contract follows with the code). */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class LayerStore implements AutoCloseable {

    /** The highest image that may be built on: as Docker's. */
    public static final int MAX_DEPTH = 125;

    private LayerStore() {}

    /** Reads what is on disk and removes what a crash left half-made. */
    public static LayerStore open(DataRoot root, StorageDriver driver) {
        throw new UnsupportedOperationException();
    }

    /** Takes a new reference to a layer. */
    public Optional<ReadOnlyLayer> find(ChainId chain) {
        throw new UnsupportedOperationException();
    }

    /**
     * Unpacks an uncompressed tar stream as a layer on {@code parent}, makes it durable and files
     * it. Where the same chain is there already, that layer is returned and the new one dropped.
     */
    public ReadOnlyLayer register(InputStream tar, Optional<ChainId> parent) {
        throw new UnsupportedOperationException();
    }

    /** For layers that are unpacked at the same time and become visible together. */
    public LayerStaging stage() {
        throw new UnsupportedOperationException();
    }

    /** Gives a reference back. Returns the layers that went with it, topmost first. */
    public List<ChainId> release(ReadOnlyLayer layer) {
        throw new UnsupportedOperationException();
    }

    /** Makes the layer of a container. */
    public ReadWriteLayer createReadWrite(
            String containerId, Optional<ChainId> parent, ReadWriteOptions options) {
        throw new UnsupportedOperationException();
    }

    /** A container's layer, where there is one. */
    public Optional<ReadWriteLayer> findReadWrite(String containerId) {
        throw new UnsupportedOperationException();
    }

    /** The ids of all containers that have a layer. */
    public List<String> readWriteNames() {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes a container's layer and its init layer. Returns the read-only layers that went with
     * it.
     */
    public List<ChainId> removeReadWrite(String containerId) {
        throw new UnsupportedOperationException();
    }

    /** The storage driver's name. */
    public String driverName() {
        throw new UnsupportedOperationException();
    }

    /** The driver's rows of {@code docker info}. */
    public List<StatusRow> driverStatus() {
        throw new UnsupportedOperationException();
    }

    /** Unmounts nothing: containers may go on. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
