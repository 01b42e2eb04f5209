package dev.mica.engine;

import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;

/**
 * Something mounted in a container, as {@code docker inspect} shows it.
 *
 * @param type {@code bind}, {@code volume} or {@code tmpfs}
 * @param name the volume's; empty for others
 * @param source on the host
 * @param destination in the container
 * @param driver the volume's, {@code local}; empty for others
 * @param mode as written, such as {@code ro,z}
 * @param rw whether it can be written
 * @param propagation such as {@code rprivate}; empty for volumes
 */
@Json
public record MountPoint(
        @Json.Property("Type") @Json.Serializer(OmitEmptyText.class) String type,
        @Json.Property("Name") @Json.Serializer(OmitEmptyText.class) String name,
        @Json.Property("Source") String source,
        @Json.Property("Destination") String destination,
        @Json.Property("Driver") @Json.Serializer(OmitEmptyText.class) String driver,
        @Json.Property("Mode") String mode,
        @Json.Property("RW") boolean rw,
        @Json.Property("Propagation") String propagation) {}
