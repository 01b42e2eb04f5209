package dev.mica.engine;

import dev.mica.registry.Proxies;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an engine is started with; the components carry the names of dockerd's options.
 *
 * @param dataRoot where everything is kept, absolute
 * @param execRoot where the state of running containers is kept, absolute; on a file system that a
 *     reboot empties
 * @param storageDriver the driver wanted; empty lets the data-root and the priority list decide
 * @param storageOptions {@code --storage-opt}s
 * @param bridge the name of the default network's bridge; {@code none} for no bridge network; empty
 *     for Mica's own
 * @param registryMirrors URLs asked before Docker Hub
 * @param insecureRegistries hosts or CIDRs that may be spoken to without or with unverified TLS
 * @param proxies how registries are reached
 * @param debug whether {@code docker info} says so
 * @param version of Mica, without {@code v}
 */
public record EngineConfig(
        Path dataRoot,
        Path execRoot,
        Optional<String> storageDriver,
        List<String> storageOptions,
        Optional<String> bridge,
        List<String> registryMirrors,
        List<String> insecureRegistries,
        Proxies proxies,
        boolean debug,
        String version) {

    public EngineConfig {
        storageOptions = List.copyOf(storageOptions);
        registryMirrors = List.copyOf(registryMirrors);
        insecureRegistries = List.copyOf(insecureRegistries);
    }
}
