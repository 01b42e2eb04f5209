package dev.mica.engine;

import io.avaje.jsonb.Json;

/**
 * A device of the host for a container.
 *
 * @param pathOnHost a device node or a directory of them
 * @param pathInContainer where it is to be
 * @param cgroupPermissions of {@code r}, {@code w}, {@code m}
 */
@Json
public record DeviceMapping(
        @Json.Property("PathOnHost") String pathOnHost,
        @Json.Property("PathInContainer") String pathInContainer,
        @Json.Property("CgroupPermissions") String cgroupPermissions) {

    public DeviceMapping {
        pathOnHost = Texts.orEmpty(pathOnHost);
        pathInContainer = Texts.orEmpty(pathInContainer);
        cgroupPermissions = Texts.orEmpty(cgroupPermissions);
    }
}
