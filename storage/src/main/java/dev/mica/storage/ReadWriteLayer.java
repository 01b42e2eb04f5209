package dev.mica.storage;

import dev.mica.storage.spi.Change;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layer a container writes into, on top of its image's and of the init layer. Thread-safe.
 * Obtained from {@link LayerStore}, which removes it as well.
 */
public interface ReadWriteLayer {

    /** The container's id. */
    String name();

    /** How the storage driver names it. */
    String mountId();

    /** The image's topmost layer; empty for a container without an image. Not a reference. */
    Optional<ReadOnlyLayer> parent();

    /**
     * Mounts the container's root file system, or counts one more use of the mount that is there.
     * Each call is matched by one of {@link #unmount()}. A mount that an earlier daemon left, of a
     * container that outlived it, counts as made.
     *
     * @return the {@code merged} directory
     * @throws StorageException {@code error creating overlay mount to …}
     */
    Path mount();

    /** Ends one use; the last one unmounts. Harmless when nothing is mounted. */
    void unmount();

    /** What the container changed against its image and init layer, sorted by path. */
    List<Change> changes();

    /** Bytes the container wrote, as {@code docker ps -s} counts them. */
    long size();

    /**
     * Writes the changes as an uncompressed tar stream, deletions as AUFS whiteouts: the layer that
     * {@code docker commit} registers.
     */
    void writeDiff(OutputStream out);

    /** Writes the whole tree as an uncompressed tar stream: {@code docker export}. */
    void writeTree(OutputStream out);

    /** What {@code docker inspect} shows as {@code GraphDriver.Data}. */
    Map<String, String> metadata();
}
