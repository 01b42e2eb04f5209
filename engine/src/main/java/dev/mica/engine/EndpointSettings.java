package dev.mica.engine;

import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's place in a network: moby's {@code network.EndpointSettings}.
 *
 * @param ipamConfig an address asked for; null where none is
 * @param links unserved
 * @param aliases further names
 * @param networkId 64 hexadecimal digits; empty before the first start
 * @param endpointId 64 hexadecimal digits; empty while it does not run
 * @param gateway the network's
 * @param ipAddress the container's
 * @param ipPrefixLen of its network
 * @param ipv6Gateway empty
 * @param globalIpv6Address empty
 * @param globalIpv6PrefixLen 0
 * @param macAddress of its interface
 * @param driverOpts unserved
 */
@Json
public record EndpointSettings(
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
        @Json.Property("DriverOpts") @Nullable Map<String, String> driverOpts) {

    /** An endpoint that has nothing yet. */
    public static final EndpointSettings EMPTY =
            new EndpointSettings(RawJson.NULL, null, null, "", "", "", "", 0, "", "", 0, "", null);

    /** Absent values, which the JSON adapter gives as null, are Go's zero values. */
    @SuppressWarnings({
        "ConstantValue",
        "RedundantNullCheck"
    }) // avaje passes null for what JSON lacks
    public EndpointSettings {
        ipamConfig = Texts.orNull(ipamConfig);
        networkId = Texts.orEmpty(networkId);
        endpointId = Texts.orEmpty(endpointId);
        gateway = Texts.orEmpty(gateway);
        ipAddress = Texts.orEmpty(ipAddress);
        ipv6Gateway = Texts.orEmpty(ipv6Gateway);
        globalIpv6Address = Texts.orEmpty(globalIpv6Address);
        macAddress = Texts.orEmpty(macAddress);
    }
}
