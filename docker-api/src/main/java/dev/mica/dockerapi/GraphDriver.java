package dev.mica.dockerapi;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the storage driver keeps something.
 *
 * @param data directories by name; null where the driver tells none
 */
@Json
record GraphDriver(
        @Json.Property("Data") @Nullable Map<String, String> data,
        @Json.Property("Name") String name) {

    static GraphDriver of(String driver, Map<String, String> data) {
        return new GraphDriver(data.isEmpty() ? null : data, driver);
    }
}
