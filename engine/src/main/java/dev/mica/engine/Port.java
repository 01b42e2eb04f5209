package dev.mica.engine;

import dev.mica.image.json.OmitEmptyInt;
import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;

/**
 * A port of a container as {@code docker ps} lists it.
 *
 * @param ip the host's address; empty where the port is not published
 * @param privatePort in the container
 * @param publicPort on the host; 0 where the port is not published
 * @param type such as {@code tcp}
 */
@Json
public record Port(
        @Json.Property("IP") @Json.Serializer(OmitEmptyText.class) String ip,
        @Json.Property("PrivatePort") int privatePort,
        @Json.Property("PublicPort") @Json.Serializer(OmitEmptyInt.class) int publicPort,
        @Json.Property("Type") String type) {}
