package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.image.ImageConfig;
import dev.mica.image.json.RawJson;
import dev.mica.image.json.StoredJson;
import dev.mica.linux.Directory;
import dev.mica.storage.ReadWriteLayer;
import dev.mica.storage.ReadWriteOptions;
import dev.mica.storage.StorageException;
import dev.mica.storage.StoredImage;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** New containers. Thread-safe. */
final class ContainerMaking {
    private final Parts parts;
    private final ContainerIndex index;
    private final ContainerEvents events;
    private final LocalImages images;
    private final LocalVolumes volumes;
    private final NameMaker names;

    ContainerMaking(
            Parts parts,
            ContainerIndex index,
            ContainerEvents events,
            LocalImages images,
            LocalVolumes volumes,
            NameMaker names) {
        this.parts = parts;
        this.index = index;
        this.events = events;
        this.images = images;
        this.volumes = volumes;
        this.names = names;
    }

    /**
     * Makes a container: its layer, then its directory, and with the config in that it exists.
     *
     * @throws EngineException with the status and words of dockerd; nothing is left then
     */
    CreatedContainer create(CreateRequest request) {
        Unserved.check(request.config(), request.hostConfig());
        Unserved.check(request.networking());
        StoredImage image = images.find(request.config().image());
        ImageConfig imageConfig = image.config();
        ContainerConfig config =
                ConfigMerge.merge(
                        request.config(), imageConfig.config().orElse(ContainerConfig.EMPTY));
        List<String> command = new ArrayList<>(SpecBuilder.orEmpty(config.entrypoint()));
        command.addAll(SpecBuilder.orEmpty(config.cmd()));
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw EngineException.invalid("No command specified");
        }
        HostConfig host = HostDefaults.apply(request.hostConfig(), parts.cgroupV2());
        HostLimits.check(host);
        LogLimits.of(host.logConfig());
        LogDrivers.check(host.logConfig().type());
        Capabilities.of(
                SpecBuilder.orEmpty(host.capAdd()),
                SpecBuilder.orEmpty(host.capDrop()),
                parts.bounding());
        String id = Ids.next();
        if (config.hostname().isEmpty()) {
            config =
                    config.toBuilder()
                            .hostname(
                                    host.utsMode().equals("host")
                                                    || host.networkMode().equals("host")
                                            ? HostFacts.hostName()
                                            : Ids.shorten(id))
                            .build();
        }
        String name = reserve(request.name(), id);
        try {
            return create(id, name, request, config, host, command, image);
        } catch (RuntimeException e) {
            index.free(name, id);
            throw e instanceof StorageException s
                    ? EngineException.system(String.valueOf(s.getMessage()))
                    : e;
        }
    }

    private List<String> warnings(HostConfig host) {
        boolean all =
                host.privileged()
                        || SpecBuilder.orEmpty(host.capAdd()).stream()
                                .anyMatch("ALL"::equalsIgnoreCase);
        List<String> missing = Capabilities.notIn(parts.bounding(), HostFacts.lastCapability());
        return all && !missing.isEmpty()
                ? List.of(
                        "The daemon itself has not all capabilities, so the container gets none of "
                                + String.join(", ", missing))
                : List.of();
    }

    private String reserve(Optional<String> asked, String id) {
        if (asked.isEmpty() || asked.get().isEmpty()) {
            return index.reserveAny(names, id);
        }
        String name = asked.get().startsWith("/") ? asked.get().substring(1) : asked.get();
        checkName(name);
        index.reserve(name, id);
        return name;
    }

    /**
     * Refuses what cannot be a name.
     *
     * @throws EngineException 400
     */
    static void checkName(String name) {
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
            throw EngineException.invalid(
                    "Invalid container name ("
                            + name
                            + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
    }

    private CreatedContainer create(
            String id,
            String name,
            CreateRequest request,
            ContainerConfig config,
            HostConfig host,
            List<String> command,
            StoredImage image) {
        boolean durable = !host.autoRemove();
        ReadWriteLayer layer =
                parts.layers()
                        .createReadWrite(
                                id,
                                image.config().chainId(),
                                new ReadWriteOptions(true, Map.of(), durable));
        List<String> newVolumes = new ArrayList<>();
        ContainerHome home = new ContainerHome(parts.linux(), parts.containers().resolve(id), id);
        try {
            Map<String, StoredMountPoint> mounts =
                    MountPlan.of(
                            config,
                            host,
                            () -> {
                                Volume volume = volumes.create();
                                newVolumes.add(volume.name());
                                return volume;
                            });
            if (!newVolumes.isEmpty()) {
                VolumeContent.copy(parts.linux(), layer, mounts.values(), volumes);
            }
            try (Directory directory =
                    Directory.open(parts.linux(), parts.containers().toString())) {
                home.make(directory);
            }
            LiveContainer container =
                    new LiveContainer(
                            home,
                            StoredJson.of(
                                    stored(
                                            id, name, request, config, host, command, image,
                                            mounts)),
                            StoredJson.of(host));
            container.saveHostConfig();
            container.save();
            index.add(container);
            events.tell(container, "create", Map.of());
            return new CreatedContainer(id, warnings(host));
        } catch (RuntimeException e) {
            newVolumes.forEach(volumes::discard);
            removeHome(home);
            parts.layers().removeReadWrite(id);
            throw e;
        }
    }

    private void removeHome(ContainerHome home) {
        try (Directory directory = Directory.open(parts.linux(), parts.containers().toString())) {
            if (Files.exists(home.path())) {
                directory.removeTree(home.id());
            }
        }
    }

    private StoredContainer stored(
            String id,
            String name,
            CreateRequest request,
            ContainerConfig config,
            HostConfig host,
            List<String> command,
            StoredImage image,
            Map<String, StoredMountPoint> mounts) {
        String network = LocalContainers.networkName(host);
        return new StoredContainer(
                RawJson.EMPTY_OBJECT,
                StoredState.CREATED,
                id,
                parts.clock().instant(),
                false,
                command.getFirst(),
                command.subList(1, command.size()),
                config,
                image.id().toString(),
                StoredNetworks.initial(network, EndpointSettings.EMPTY, request.name().isEmpty()),
                "",
                "/" + name,
                parts.layers().driverName(),
                "linux",
                "",
                "",
                0,
                false,
                false,
                mounts,
                RawJson.NULL,
                RawJson.NULL,
                "",
                "",
                "",
                "",
                "",
                "",
                SpecBuilder.securityOption(host, "no-new-privileges").isPresent(),
                null);
    }
}
