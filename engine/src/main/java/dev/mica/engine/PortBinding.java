package dev.mica.engine;

import io.avaje.jsonb.Json;

/**
 * Where a container's port is published.
 *
 * @param hostIp empty for all addresses
 * @param hostPort a number or a range; empty for any free one
 */
@Json
public record PortBinding(
        @Json.Property("HostIp") String hostIp, @Json.Property("HostPort") String hostPort) {

    public PortBinding {
        hostIp = Texts.orEmpty(hostIp);
        hostPort = Texts.orEmpty(hostPort);
    }
}
