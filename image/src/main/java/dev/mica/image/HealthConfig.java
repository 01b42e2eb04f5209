package dev.mica.image;

import dev.mica.image.json.OmitEmptyInt;
import dev.mica.image.json.OmitEmptyInt64;
import dev.mica.image.json.OmitEmptyStrings;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a container's health is to be checked (moby's {@code container.HealthConfig}). Durations are
 * in nanoseconds; zero inherits.
 *
 * @param test {@code NONE}, or {@code CMD} or {@code CMD-SHELL} and what to run
 * @param interval between two checks
 * @param timeout of one check
 * @param startPeriod in which failures do not count
 * @param retries failures in a row that make a container unhealthy
 */
@Json
public record HealthConfig(
        @Json.Property("Test") @Json.Serializer(OmitEmptyStrings.class) @Nullable List<String> test,
        @Json.Property("Interval") @Json.Serializer(OmitEmptyInt64.class) long interval,
        @Json.Property("Timeout") @Json.Serializer(OmitEmptyInt64.class) long timeout,
        @Json.Property("StartPeriod") @Json.Serializer(OmitEmptyInt64.class) long startPeriod,
        @Json.Property("Retries") @Json.Serializer(OmitEmptyInt.class) int retries) {}
