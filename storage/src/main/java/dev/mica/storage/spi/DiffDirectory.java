package dev.mica.storage.spi;

import dev.mica.linux.Directory;

/**
 * The ability of a driver that keeps each layer's own files in a directory of its own. With it a
 * layer's archive is put together again without mounting the layer.
 */
public interface DiffDirectory {

    /**
     * Opens the directory that holds what the layer adds to its parent, deletions in the driver's
     * own form. To be read only. The caller closes it.
     *
     * @throws dev.mica.errno.ErrnoException ENOENT where there is no such layer
     */
    Directory openDiff(String id);
}
