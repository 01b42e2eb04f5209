package dev.mica.dockerapi;

import dev.mica.engine.Network;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A network as {@code GET /networks} lists and {@code GET /networks/ID} shows it. */
@Json
record NetworkAnswer(
        @Json.Property("Name") String name,
        @Json.Property("Id") String id,
        @Json.Property("Created") Instant created,
        @Json.Property("Scope") String scope,
        @Json.Property("Driver") String driver,
        @Json.Property("EnableIPv6") boolean enableIpv6,
        @Json.Property("IPAM") Ipam ipam,
        @Json.Property("Internal") boolean internal,
        @Json.Property("Attachable") boolean attachable,
        @Json.Property("Ingress") boolean ingress,
        @Json.Property("ConfigFrom") ConfigFrom configFrom,
        @Json.Property("ConfigOnly") boolean configOnly,
        @Json.Property("Containers") Map<String, Endpoint> containers,
        @Json.Property("Options") Map<String, String> options,
        @Json.Property("Labels") Map<String, String> labels) {

    /** How addresses are given out. */
    @Json
    record Ipam(
            @Json.Property("Driver") String driver,
            @Json.Property("Options") @Nullable Map<String, String> options,
            @Json.Property("Config") List<Subnet> config) {}

    /** A range of addresses. */
    @Json
    record Subnet(
            @Json.Property("Subnet") String subnet, @Json.Property("Gateway") String gateway) {}

    /** The network that this one has its configuration from. */
    @Json
    record ConfigFrom(@Json.Property("Network") String network) {}

    /** A container in the network. */
    @Json
    record Endpoint(
            @Json.Property("Name") String name,
            @Json.Property("EndpointID") String endpointId,
            @Json.Property("MacAddress") String macAddress,
            @Json.Property("IPv4Address") String ipv4Address,
            @Json.Property("IPv6Address") String ipv6Address) {}

    /**
     * @param listed whether it is one of a list, where Docker tells no containers
     */
    static NetworkAnswer of(Network network, boolean listed) {
        Map<String, Endpoint> containers = new TreeMap<>();
        if (!listed) {
            network.containers().forEach((id, at) -> containers.put(id, endpoint(at)));
        }
        return new NetworkAnswer(
                network.name(),
                network.id(),
                network.created(),
                "local",
                network.driver(),
                false,
                new Ipam(
                        "default",
                        null,
                        network.subnets().stream()
                                .map(range -> new Subnet(range.subnet(), range.gateway()))
                                .toList()),
                false,
                false,
                false,
                new ConfigFrom(""),
                false,
                containers,
                network.options(),
                Map.of());
    }

    private static Endpoint endpoint(Network.Endpoint endpoint) {
        return new Endpoint(
                endpoint.name(),
                endpoint.endpointId(),
                endpoint.macAddress(),
                endpoint.ipv4Address(),
                endpoint.ipv6Address());
    }
}
