package dev.mica.engine;

import dev.mica.storage.ReadOnlyLayer;
import dev.mica.storage.ReadWriteLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Containers as they are shown. */
final class ContainerViews {

    private ContainerViews() {}

    static Container inspect(LiveContainer container, Parts parts, boolean size) {
        StoredContainer s = container.stored();
        Optional<ReadWriteLayer> layer = parts.layers().findReadWrite(container.id());
        return new Container(
                s.id(),
                s.created(),
                s.path(),
                SpecBuilder.orEmpty(s.args()),
                s.state().view(),
                s.image(),
                s.resolvConfPath(),
                s.hostnamePath(),
                s.hostsPath(),
                s.logPath(),
                container.name(),
                s.restartCount(),
                s.driver(),
                "linux",
                s.mountLabel(),
                s.processLabel(),
                s.appArmorProfile(),
                List.copyOf(container.execs()),
                container.hostConfig(),
                layer.map(ReadWriteLayer::metadata).orElse(Map.of()),
                size ? sizeRw(layer) : OptionalLong.empty(),
                size ? sizeRootFs(layer) : OptionalLong.empty(),
                mounts(container, parts),
                s.config(),
                s.networks().view());
    }

    static OptionalLong sizeRw(Optional<ReadWriteLayer> layer) {
        return layer.isPresent() ? OptionalLong.of(layer.get().size()) : OptionalLong.empty();
    }

    static OptionalLong sizeRootFs(Optional<ReadWriteLayer> layer) {
        if (layer.isEmpty()) {
            return OptionalLong.empty();
        }
        long below = layer.get().parent().map(ReadOnlyLayer::size).orElse(0L);
        return OptionalLong.of(layer.get().size() + below);
    }

    static List<MountPoint> mounts(LiveContainer container, Parts parts) {
        Path volumes = parts.containers().resolveSibling("volumes");
        List<MountPoint> result = new ArrayList<>();
        container
                .stored()
                .mounts()
                .values()
                .forEach(
                        m ->
                                result.add(
                                        m.view(
                                                m.isVolume()
                                                        ? volumes.resolve(m.name())
                                                                .resolve("_data")
                                                                .toString()
                                                        : m.source())));
        return result;
    }
}
