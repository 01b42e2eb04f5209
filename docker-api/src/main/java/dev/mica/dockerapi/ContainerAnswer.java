package dev.mica.dockerapi;

import dev.mica.engine.Container;
import dev.mica.engine.ContainerState;
import dev.mica.engine.EndpointSettings;
import dev.mica.engine.HostConfig;
import dev.mica.engine.MountPoint;
import dev.mica.engine.NetworkSettings;
import dev.mica.engine.PortBinding;
import dev.mica.image.ContainerConfig;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The answer to {@code GET /containers/ID/json}. */
@Json
record ContainerAnswer(
        @Json.Property("Id") String id,
        @Json.Property("Created") Instant created,
        @Json.Property("Path") String path,
        @Json.Property("Args") List<String> args,
        @Json.Property("State") ContainerState state,
        @Json.Property("Image") String image,
        @Json.Property("ResolvConfPath") String resolvConfPath,
        @Json.Property("HostnamePath") String hostnamePath,
        @Json.Property("HostsPath") String hostsPath,
        @Json.Property("LogPath") String logPath,
        @Json.Property("Name") String name,
        @Json.Property("RestartCount") int restartCount,
        @Json.Property("Driver") String driver,
        @Json.Property("Platform") String platform,
        @Json.Property("MountLabel") String mountLabel,
        @Json.Property("ProcessLabel") String processLabel,
        @Json.Property("AppArmorProfile") String appArmorProfile,
        @Json.Property("ExecIDs") @Nullable List<String> execIds,
        @Json.Property("HostConfig") HostConfig hostConfig,
        @Json.Property("GraphDriver") GraphDriver graphDriver,
        @Json.Property("SizeRw") @Json.Serializer(OmitNullLong.class) @Nullable Long sizeRw,
        @Json.Property("SizeRootFs") @Json.Serializer(OmitNullLong.class) @Nullable Long sizeRootFs,
        @Json.Property("Mounts") List<MountPoint> mounts,
        @Json.Property("Config") ContainerConfig config,
        @Json.Property("NetworkSettings") Networking networkSettings) {

    /** Addresses and ports; the flat ones are those of the default network. */
    @Json
    record Networking(
            @Json.Property("Bridge") String bridge,
            @Json.Property("SandboxID") String sandboxId,
            @Json.Property("HairpinMode") boolean hairpinMode,
            @Json.Property("LinkLocalIPv6Address") String linkLocalIpv6Address,
            @Json.Property("LinkLocalIPv6PrefixLen") int linkLocalIpv6PrefixLen,
            @Json.Property("Ports") Map<String, @Nullable List<PortBinding>> ports,
            @Json.Property("SandboxKey") String sandboxKey,
            @Json.Property("SecondaryIPAddresses") @Nullable List<String> secondaryIpAddresses,
            @Json.Property("SecondaryIPv6Addresses") @Nullable List<String> secondaryIpv6Addresses,
            @Json.Property("EndpointID") String endpointId,
            @Json.Property("Gateway") String gateway,
            @Json.Property("GlobalIPv6Address") String globalIpv6Address,
            @Json.Property("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
            @Json.Property("IPAddress") String ipAddress,
            @Json.Property("IPPrefixLen") int ipPrefixLen,
            @Json.Property("IPv6Gateway") String ipv6Gateway,
            @Json.Property("MacAddress") String macAddress,
            @Json.Property("Networks") Map<String, EndpointSettings> networks) {

        static Networking of(NetworkSettings settings) {
            EndpointSettings flat =
                    settings.networks().getOrDefault("bridge", EndpointSettings.EMPTY);
            Map<String, @Nullable List<PortBinding>> ports = settings.ports();
            return new Networking(
                    "",
                    settings.sandboxId(),
                    false,
                    "",
                    0,
                    ports == null ? Map.of() : ports,
                    settings.sandboxKey(),
                    null,
                    null,
                    flat.endpointId(),
                    flat.gateway(),
                    flat.globalIpv6Address(),
                    flat.globalIpv6PrefixLen(),
                    flat.ipAddress(),
                    flat.ipPrefixLen(),
                    flat.ipv6Gateway(),
                    flat.macAddress(),
                    settings.networks());
        }
    }

    static ContainerAnswer of(Container container) {
        return new ContainerAnswer(
                container.id(),
                container.created(),
                container.path(),
                container.args(),
                container.state(),
                container.imageId(),
                container.resolvConfPath(),
                container.hostnamePath(),
                container.hostsPath(),
                container.logPath(),
                "/" + container.name(),
                container.restartCount(),
                container.driver(),
                container.platform(),
                container.mountLabel(),
                container.processLabel(),
                container.appArmorProfile(),
                container.execIds().isEmpty() ? null : container.execIds(),
                container.hostConfig(),
                GraphDriver.of(container.driver(), container.graphData()),
                boxed(container.sizeRw()),
                boxed(container.sizeRootFs()),
                container.mounts(),
                container.config(),
                Networking.of(container.networkSettings()));
    }

    private static @Nullable Long boxed(OptionalLong size) {
        return size.isPresent() ? size.getAsLong() : null;
    }
}
