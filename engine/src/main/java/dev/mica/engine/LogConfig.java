package dev.mica.engine;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container's output is logged.
 *
 * @param type {@code json-file} or {@code none}; empty for the engine's default
 * @param config {@code --log-opt}s
 */
@Json
public record LogConfig(
        @Json.Property("Type") String type,
        @Json.Property("Config") @Nullable Map<String, String> config) {

    /** The engine's default. */
    static final LogConfig DEFAULT = new LogConfig("", null);

    public LogConfig {
        type = Texts.orEmpty(type);
    }
}
