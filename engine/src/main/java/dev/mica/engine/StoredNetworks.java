package dev.mica.engine;

import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A container's networks as {@code config.v2.json} keeps them: moby's {@code network.Settings}. */
@Json
record StoredNetworks(
        @Json.Property("Bridge") String bridge,
        @Json.Property("SandboxID") String sandboxId,
        @Json.Property("HairpinMode") boolean hairpinMode,
        @Json.Property("LinkLocalIPv6Address") String linkLocalIpv6Address,
        @Json.Property("LinkLocalIPv6PrefixLen") int linkLocalIpv6PrefixLen,
        @Json.Property("Networks") @Nullable Map<String, @Nullable StoredEndpoint> networks,
        @Json.Property("Service") RawJson service,
        @Json.Property("Ports") @Nullable Map<String, @Nullable List<PortBinding>> ports,
        @Json.Property("SandboxKey") String sandboxKey,
        @Json.Property("SecondaryIPAddresses") RawJson secondaryIpAddresses,
        @Json.Property("SecondaryIPv6Addresses") RawJson secondaryIpv6Addresses,
        @Json.Property("IsAnonymousEndpoint") boolean isAnonymousEndpoint,
        @Json.Property("HasSwarmEndpoint") boolean hasSwarmEndpoint) {

    StoredNetworks {
        bridge = Texts.orEmpty(bridge);
        sandboxId = Texts.orEmpty(sandboxId);
        linkLocalIpv6Address = Texts.orEmpty(linkLocalIpv6Address);
        service = Texts.orNull(service);
        sandboxKey = Texts.orEmpty(sandboxKey);
        secondaryIpAddresses = Texts.orNull(secondaryIpAddresses);
        secondaryIpv6Addresses = Texts.orNull(secondaryIpv6Addresses);
    }

    /** Of a container that is to be on one network and was never started. */
    static StoredNetworks initial(String network, EndpointSettings settings, boolean anonymous) {
        return new StoredNetworks(
                "",
                "",
                false,
                "",
                0,
                Map.of(network, StoredEndpoint.of(settings)),
                RawJson.NULL,
                null,
                "",
                RawJson.NULL,
                RawJson.NULL,
                anonymous,
                false);
    }

    /** The same networks, each endpoint changed. */
    StoredNetworks endpoints(UnaryOperator<StoredEndpoint> change) {
        Map<String, @Nullable StoredEndpoint> changed = new TreeMap<>();
        endpoints().forEach((name, endpoint) -> changed.put(name, change.apply(endpoint)));
        return new StoredNetworks(
                bridge,
                sandboxId,
                hairpinMode,
                linkLocalIpv6Address,
                linkLocalIpv6PrefixLen,
                changed,
                service,
                ports,
                sandboxKey,
                secondaryIpAddresses,
                secondaryIpv6Addresses,
                isAnonymousEndpoint,
                hasSwarmEndpoint);
    }

    /** The same networks in another sandbox, dockerd's word for a network namespace. */
    StoredNetworks sandbox(
            String id, String key, @Nullable Map<String, @Nullable List<PortBinding>> newPorts) {
        return new StoredNetworks(
                bridge,
                id,
                hairpinMode,
                linkLocalIpv6Address,
                linkLocalIpv6PrefixLen,
                networks,
                service,
                newPorts,
                key,
                secondaryIpAddresses,
                secondaryIpv6Addresses,
                isAnonymousEndpoint,
                hasSwarmEndpoint);
    }

    /** The endpoints by network name, absent ones left out. */
    Map<String, StoredEndpoint> endpoints() {
        Map<String, StoredEndpoint> result = new TreeMap<>();
        if (networks != null) {
            networks.forEach(
                    (name, endpoint) -> {
                        if (endpoint != null) {
                            result.put(name, endpoint);
                        }
                    });
        }
        return result;
    }

    NetworkSettings view() {
        Map<String, EndpointSettings> settings = new TreeMap<>();
        endpoints().forEach((name, endpoint) -> settings.put(name, endpoint.settings()));
        return new NetworkSettings(sandboxId, sandboxKey, ports, settings);
    }
}
