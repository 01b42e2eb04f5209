package dev.mica.storage.spi;

import dev.mica.linux.Linux;
import java.nio.file.Path;
import java.util.List;

/**
 * What a driver is opened with.
 *
 * @param linux the system calls
 * @param home the driver's folder, {@code <data-root>/<name>}; not necessarily there yet
 * @param options {@code --storage-opt}s, each {@code key=value}, unparsed
 * @param mounts for drivers that must see a layer merged themselves
 */
public record DriverContext(Linux linux, Path home, List<String> options, LayerMounts mounts) {

    public DriverContext {
        options = List.copyOf(options);
    }
}
