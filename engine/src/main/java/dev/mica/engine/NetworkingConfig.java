package dev.mica.engine;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The networks named at create: moby's {@code network.NetworkingConfig}.
 *
 * @param endpoints by network name; null where none are named
 */
@Json
public record NetworkingConfig(
        @Json.Property("EndpointsConfig")
                @Nullable Map<String, @Nullable EndpointSettings> endpoints) {

    /** Names no network. */
    public static final NetworkingConfig NONE = new NetworkingConfig(null);
}
