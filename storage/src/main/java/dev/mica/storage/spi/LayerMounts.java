package dev.mica.storage.spi;

import java.nio.file.Path;

/**
 * Makes and counts the mounts that {@link MountSpec}s describe. A layer that several users want to
 * see at once, such as a running container whose diff is being taken by comparison, is mounted
 * once. Thread-safe.
 */
public interface LayerMounts {

    /** Mounts the layer unless it is, and counts one more use. Returns where it is seen. */
    Path acquire(StorageDriver driver, String id);

    /** Counts one use less, and unmounts the layer with the last. */
    void release(StorageDriver driver, String id);

    /** Ends all uses there are, before the layer is removed. */
    void releaseAll(StorageDriver driver, String id);
}
