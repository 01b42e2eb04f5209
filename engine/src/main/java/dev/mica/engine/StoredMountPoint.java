package dev.mica.engine;

import dev.mica.image.json.OmitEmptyBool;
import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;

/**
 * A mount of a container as {@code config.v2.json} keeps it: moby's {@code mounts.MountPoint}.
 *
 * @param source on the host; empty for a volume, whose name says it
 * @param destination in the container
 * @param rw whether it can be written
 * @param name of the volume
 * @param driver of the volume
 * @param type {@code bind}, {@code volume} or {@code tmpfs}
 * @param mode as written
 * @param propagation of a bind
 * @param named whether the volume has a user's name
 * @param id of a volume's use
 * @param spec what was asked for
 * @param skipMountpointCreation whether a missing source is an error
 */
@Json
record StoredMountPoint(
        @Json.Property("Source") String source,
        @Json.Property("Destination") String destination,
        @Json.Property("RW") boolean rw,
        @Json.Property("Name") String name,
        @Json.Property("Driver") String driver,
        @Json.Property("Type") @Json.Serializer(OmitEmptyText.class) String type,
        @Json.Property("Relabel") @Json.Serializer(OmitEmptyText.class) String mode,
        @Json.Property("Propagation") @Json.Serializer(OmitEmptyText.class) String propagation,
        @Json.Property("Named") @Json.Serializer(OmitEmptyBool.class) boolean named,
        @Json.Property("ID") @Json.Serializer(OmitEmptyText.class) String id,
        @Json.Property("Spec") Mount spec,
        @Json.Property("SkipMountpointCreation") boolean skipMountpointCreation) {

    static final String VOLUME = "volume";
    static final String BIND = "bind";
    static final String LOCAL = "local";

    StoredMountPoint {
        source = Texts.orEmpty(source);
        destination = Texts.orEmpty(destination);
        name = Texts.orEmpty(name);
        driver = Texts.orEmpty(driver);
        type = Texts.orEmpty(type);
        mode = Texts.orEmpty(mode);
        propagation = Texts.orEmpty(propagation);
        id = Texts.orEmpty(id);
        spec = Texts.or(spec, Mount.EMPTY);
    }

    boolean isVolume() {
        return type.equals(VOLUME);
    }

    MountPoint view(String hostSource) {
        return new MountPoint(type, name, hostSource, destination, driver, mode, rw, propagation);
    }
}
