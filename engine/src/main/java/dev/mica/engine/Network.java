package dev.mica.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A network as {@code docker network inspect} shows it. Immutable.
 *
 * @param name such as {@code bridge}
 * @param id 64 hexadecimal digits
 * @param created when the engine came up
 * @param driver {@code bridge}, {@code host} or {@code null}
 * @param subnets address ranges
 * @param containers who is connected, by container id
 * @param options of the driver
 */
public record Network(
        String name,
        String id,
        Instant created,
        String driver,
        List<Subnet> subnets,
        Map<String, Endpoint> containers,
        Map<String, String> options) {

    /**
     * An address range.
     *
     * @param subnet such as {@code 172.17.0.0/16}
     * @param gateway the bridge's own address
     */
    public record Subnet(String subnet, String gateway) {}

    /**
     * A container's place in the network.
     *
     * @param name the container's
     * @param endpointId 64 hexadecimal digits
     * @param macAddress of its interface; empty where it has none
     * @param ipv4Address with its prefix length; empty where it has none
     * @param ipv6Address empty
     */
    public record Endpoint(
            String name,
            String endpointId,
            String macAddress,
            String ipv4Address,
            String ipv6Address) {}
}
