package dev.mica.testkit;

import dev.mica.storage.DataRoot;
import dev.mica.storage.DriverRegistry;
import dev.mica.storage.OpenedDriver;
import java.util.List;
import java.util.Optional;

class Overlay2ConformanceTest extends StorageDriverConformance {
    @Override
    protected OpenedDriver open(DataRoot root) {
        return DriverRegistry.standard().open(root, Optional.of("overlay2"), List.of());
    }
}
