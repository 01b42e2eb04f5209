package dev.mica.storage;

import dev.mica.storage.spi.LayerMounts;
import dev.mica.storage.spi.StorageDriver;

/**
 * A storage driver on a data-root, and what counts its mounts: one of each for a data-root, or a
 * layer could be mounted twice.
 *
 * @param driver the driver
 * @param mounts the mounts of its layers
 */
public record OpenedDriver(StorageDriver driver, LayerMounts mounts) {}
