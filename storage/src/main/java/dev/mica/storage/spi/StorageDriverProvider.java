package dev.mica.storage.spi;

import java.nio.file.Path;

/** Makes a storage driver on a data-root; the registry holds one for each driver there is. */
public interface StorageDriverProvider {

    /** The driver's name. */
    String name();

    /**
     * Opens the driver, probing first what it needs of the kernel and of the file system.
     *
     * @param context where, and with which options
     * @throws DriverException in Docker's words, where it cannot work here
     */
    StorageDriver open(DriverContext context);

    /**
     * The folder below the data-root that only this driver fills; a prior driver is known by it.
     */
    default Path home(Path dataRoot) {
        return dataRoot.resolve(name());
    }
}
