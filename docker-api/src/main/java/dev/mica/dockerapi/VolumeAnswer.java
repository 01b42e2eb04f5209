package dev.mica.dockerapi;

import dev.mica.engine.Volume;
import dev.mica.image.json.GoTime;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume.
 *
 * @param createdAt RFC 3339, to the second
 */
@Json
record VolumeAnswer(
        @Json.Property("CreatedAt") String createdAt,
        @Json.Property("Driver") String driver,
        @Json.Property("Labels") @Nullable Map<String, String> labels,
        @Json.Property("Mountpoint") String mountpoint,
        @Json.Property("Name") String name,
        @Json.Property("Options") @Nullable Map<String, String> options,
        @Json.Property("Scope") String scope) {

    static VolumeAnswer of(Volume volume) {
        Instant created = volume.created().truncatedTo(ChronoUnit.SECONDS);
        return new VolumeAnswer(
                GoTime.format(created),
                "local",
                null,
                volume.mountpoint(),
                volume.name(),
                null,
                "local");
    }

    /** The answer to {@code GET /volumes}. */
    @Json
    record Listing(
            @Json.Property("Volumes") List<VolumeAnswer> volumes,
            @Json.Property("Warnings") @Nullable List<String> warnings) {}
}
