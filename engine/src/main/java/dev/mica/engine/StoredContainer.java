package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.image.json.OmitEmptyRaw;
import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container as {@code containers/ID/config.v2.json} keeps it, in dockerd 20.10's order: moby's
 * {@code container.Container}. Immutable; {@link #change} makes another.
 */
@Json
record StoredContainer(
        @Json.Property("StreamConfig") RawJson streamConfig,
        @Json.Property("State") StoredState state,
        @Json.Property("ID") String id,
        @Json.Property("Created") Instant created,
        @Json.Property("Managed") boolean managed,
        @Json.Property("Path") String path,
        @Json.Property("Args") @Nullable List<String> args,
        @Json.Property("Config") ContainerConfig config,
        @Json.Property("Image") String image,
        @Json.Property("NetworkSettings") @Nullable StoredNetworks networkSettings,
        @Json.Property("LogPath") String logPath,
        @Json.Property("Name") String name,
        @Json.Property("Driver") String driver,
        @Json.Property("OS") String os,
        @Json.Property("MountLabel") String mountLabel,
        @Json.Property("ProcessLabel") String processLabel,
        @Json.Property("RestartCount") int restartCount,
        @Json.Property("HasBeenStartedBefore") boolean hasBeenStartedBefore,
        @Json.Property("HasBeenManuallyStopped") boolean hasBeenManuallyStopped,
        @Json.Property("MountPoints") @Nullable Map<String, StoredMountPoint> mountPoints,
        @Json.Property("SecretReferences") RawJson secretReferences,
        @Json.Property("ConfigReferences") RawJson configReferences,
        @Json.Property("AppArmorProfile") String appArmorProfile,
        @Json.Property("HostnamePath") String hostnamePath,
        @Json.Property("HostsPath") String hostsPath,
        @Json.Property("ShmPath") String shmPath,
        @Json.Property("ResolvConfPath") String resolvConfPath,
        @Json.Property("SeccompProfile") String seccompProfile,
        @Json.Property("NoNewPrivileges") boolean noNewPrivileges,
        @Json.Property("LocalLogCacheMeta") @Json.Serializer(OmitEmptyRaw.class)
                @Nullable RawJson localLogCacheMeta) {

    StoredContainer {
        streamConfig = Texts.or(streamConfig, RawJson.EMPTY_OBJECT);
        state = Texts.or(state, StoredState.CREATED);
        path = Texts.orEmpty(path);
        config = Texts.or(config, ContainerConfig.EMPTY);
        image = Texts.orEmpty(image);
        logPath = Texts.orEmpty(logPath);
        name = Texts.orEmpty(name);
        driver = Texts.orEmpty(driver);
        os = Texts.orEmpty(os);
        mountLabel = Texts.orEmpty(mountLabel);
        processLabel = Texts.orEmpty(processLabel);
        secretReferences = Texts.orNull(secretReferences);
        configReferences = Texts.orNull(configReferences);
        appArmorProfile = Texts.orEmpty(appArmorProfile);
        hostnamePath = Texts.orEmpty(hostnamePath);
        hostsPath = Texts.orEmpty(hostsPath);
        shmPath = Texts.orEmpty(shmPath);
        resolvConfPath = Texts.orEmpty(resolvConfPath);
        seccompProfile = Texts.orEmpty(seccompProfile);
    }

    /** The name without the slash that dockerd writes before it. */
    String plainName() {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** The mounts, sorted by destination. */
    Map<String, StoredMountPoint> mounts() {
        return mountPoints == null ? Map.of() : new TreeMap<>(mountPoints);
    }

    /** The networks; none where the file has none. */
    StoredNetworks networks() {
        return networkSettings == null
                ? new StoredNetworks(
                        "",
                        "",
                        false,
                        "",
                        0,
                        null,
                        RawJson.NULL,
                        null,
                        "",
                        RawJson.NULL,
                        RawJson.NULL,
                        false,
                        false)
                : networkSettings;
    }

    /** The command and its arguments. */
    List<String> command() {
        List<String> all = new java.util.ArrayList<>();
        all.add(path);
        if (args != null) {
            all.addAll(args);
        }
        return List.copyOf(all);
    }

    /** This container with something about it changed. */
    StoredContainer change(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finish();
    }

    /** What of a container changes in its life. */
    static final class Draft {
        private final StoredContainer from;
        StoredState state;
        StoredNetworks networks;
        String name;
        String logPath;
        boolean hasBeenStartedBefore;
        boolean hasBeenManuallyStopped;
        Map<String, StoredMountPoint> mountPoints;
        String appArmorProfile;
        String hostnamePath;
        String hostsPath;
        String resolvConfPath;

        private Draft(StoredContainer from) {
            this.from = from;
            state = from.state;
            networks = from.networks();
            name = from.name;
            logPath = from.logPath;
            hasBeenStartedBefore = from.hasBeenStartedBefore;
            hasBeenManuallyStopped = from.hasBeenManuallyStopped;
            mountPoints = from.mounts();
            appArmorProfile = from.appArmorProfile;
            hostnamePath = from.hostnamePath;
            hostsPath = from.hostsPath;
            resolvConfPath = from.resolvConfPath;
        }

        private StoredContainer finish() {
            return new StoredContainer(
                    from.streamConfig,
                    state,
                    from.id,
                    from.created,
                    from.managed,
                    from.path,
                    from.args,
                    from.config,
                    from.image,
                    networks,
                    logPath,
                    name,
                    from.driver,
                    from.os,
                    from.mountLabel,
                    from.processLabel,
                    from.restartCount,
                    hasBeenStartedBefore,
                    hasBeenManuallyStopped,
                    mountPoints,
                    from.secretReferences,
                    from.configReferences,
                    appArmorProfile,
                    hostnamePath,
                    hostsPath,
                    from.shmPath,
                    resolvConfPath,
                    from.seccompProfile,
                    from.noNewPrivileges,
                    from.localLogCacheMeta);
        }
    }
}
