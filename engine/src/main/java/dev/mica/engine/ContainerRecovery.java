package dev.mica.engine;

import dev.mica.errno.ErrnoException;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.StoredJson;
import dev.mica.linux.Directory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The containers that earlier engines left in the data-root, and what a crash left of others. Done
 * once, before there are clients.
 */
final class ContainerRecovery {
    private static final System.Logger LOG = System.getLogger(ContainerRecovery.class.getName());

    private final Parts parts;
    private final ContainerIndex index;
    private final ContainerLife life;

    ContainerRecovery(Parts parts, ContainerIndex index, ContainerLife life) {
        this.parts = parts;
        this.index = index;
        this.life = life;
    }

    /**
     * Finds the containers of the data-root, and each again that an earlier engine left running.
     */
    void recover() {
        List<Path> homes = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(parts.containers())) {
            entries.forEach(homes::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path path : homes) {
            String name = path.getFileName().toString();
            if (Ids.isId(name)) {
                load(new ContainerHome(parts.linux(), path, name)).ifPresent(index::add);
            }
        }
        // a layer of a container that is not: a crash in the middle of its making or removal
        for (String layer : List.copyOf(parts.layers().readWriteNames())) {
            if (Ids.isId(layer) && index.find(layer).isEmpty() && !isOthers(layer)) {
                parts.layers().removeReadWrite(layer);
            }
        }
        for (LiveContainer container : index.all()) {
            try {
                life.recover(container);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "find " + container + " again", e);
            }
        }
        DefaultBridge.sweep(
                parts.linux(),
                parts.execRoot(),
                id -> index.find(id).filter(c -> c.state().running()).isPresent());
    }

    private boolean isOthers(String id) {
        return Files.exists(parts.containers().resolve(id).resolve(ContainerHome.CONFIG));
    }

    private Optional<LiveContainer> load(ContainerHome home) {
        try {
            if (!Files.exists(home.config())) {
                try (Directory all = Directory.open(parts.linux(), parts.containers().toString())) {
                    all.removeTree(home.id());
                }
                return Optional.empty();
            }
            StoredJson<StoredContainer> stored =
                    StoredJson.read(Files.readAllBytes(home.config()), StoredContainer.class);
            if (!stored.value().driver().equals(parts.layers().driverName())) {
                return Optional.empty(); // made under another storage driver, and kept for it
            }
            StoredJson<HostConfig> host =
                    StoredJson.read(Files.readAllBytes(home.hostConfig()), HostConfig.class);
            LiveContainer container = new LiveContainer(home, stored, host);
            index.reserve(container.name(), container.id());
            return Optional.of(container);
        } catch (MalformedJsonException | EngineException | ErrnoException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "failed to load container {0}: {1}",
                    home.id(),
                    e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
