package dev.mica.storage;

import dev.mica.storage.spi.StorageDriver;
import java.util.List;
import java.util.Optional;

/** The storage drivers there are (signatures; the contract follows with the code). */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class DriverRegistry {

    private DriverRegistry() {}

    /** All drivers of this build. */
    public static DriverRegistry standard() {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens the driver that was named, else the one the data-root was used with before, else the
     * first of Docker's priority list that works here.
     *
     * @param options {@code --storage-opt}s
     * @throws dev.mica.storage.spi.DriverException with the words that dockerd puts after {@code
     *     error initializing graphdriver: }
     */
    public StorageDriver open(DataRoot root, Optional<String> name, List<String> options) {
        throw new UnsupportedOperationException();
    }
}
