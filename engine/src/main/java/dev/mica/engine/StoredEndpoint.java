package dev.mica.engine;

import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container's place in a network as {@code config.v2.json} keeps it. */
@Json
record StoredEndpoint(
        @Json.Property("IPAMConfig") RawJson ipamConfig,
        @Json.Property("Links") @Nullable List<String> links,
        @Json.Property("Aliases") @Nullable List<String> aliases,
        @Json.Property("NetworkID") String networkId,
        @Json.Property("EndpointID") String endpointId,
        @Json.Property("Gateway") String gateway,
        @Json.Property("IPAddress") String ipAddress,
        @Json.Property("IPPrefixLen") int ipPrefixLen,
        @Json.Property("IPv6Gateway") String ipv6Gateway,
        @Json.Property("GlobalIPv6Address") String globalIpv6Address,
        @Json.Property("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
        @Json.Property("MacAddress") String macAddress,
        @Json.Property("DriverOpts") @Nullable Map<String, String> driverOpts,
        @Json.Property("IPAMOperational") boolean ipamOperational) {

    StoredEndpoint {
        ipamConfig = Texts.orNull(ipamConfig);
        networkId = Texts.orEmpty(networkId);
        endpointId = Texts.orEmpty(endpointId);
        gateway = Texts.orEmpty(gateway);
        ipAddress = Texts.orEmpty(ipAddress);
        ipv6Gateway = Texts.orEmpty(ipv6Gateway);
        globalIpv6Address = Texts.orEmpty(globalIpv6Address);
        macAddress = Texts.orEmpty(macAddress);
    }

    static StoredEndpoint of(EndpointSettings settings) {
        return new StoredEndpoint(
                settings.ipamConfig(),
                settings.links(),
                settings.aliases(),
                settings.networkId(),
                settings.endpointId(),
                settings.gateway(),
                settings.ipAddress(),
                settings.ipPrefixLen(),
                settings.ipv6Gateway(),
                settings.globalIpv6Address(),
                settings.globalIpv6PrefixLen(),
                settings.macAddress(),
                settings.driverOpts(),
                false);
    }

    /** Connected: with what the network gave. */
    StoredEndpoint connected(
            String networkId,
            String endpointId,
            String gateway,
            String ipAddress,
            int ipPrefixLen,
            String macAddress) {
        return new StoredEndpoint(
                ipamConfig,
                links,
                aliases,
                networkId,
                endpointId,
                gateway,
                ipAddress,
                ipPrefixLen,
                "",
                "",
                0,
                macAddress,
                driverOpts,
                false);
    }

    /** No longer connected: dockerd keeps the network's id alone. */
    StoredEndpoint disconnected() {
        return connected(networkId, "", "", "", 0, "");
    }

    EndpointSettings settings() {
        return new EndpointSettings(
                ipamConfig,
                links,
                aliases,
                networkId,
                endpointId,
                gateway,
                ipAddress,
                ipPrefixLen,
                ipv6Gateway,
                globalIpv6Address,
                globalIpv6PrefixLen,
                macAddress,
                driverOpts);
    }
}
