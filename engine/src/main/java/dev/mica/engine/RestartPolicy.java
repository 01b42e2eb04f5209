package dev.mica.engine;

import io.avaje.jsonb.Json;

/**
 * When a container is restarted by itself; Mica serves {@code no} only.
 *
 * @param name empty or {@code no} for never
 * @param maximumRetryCount with {@code on-failure}
 */
@Json
public record RestartPolicy(
        @Json.Property("Name") String name,
        @Json.Property("MaximumRetryCount") int maximumRetryCount) {

    /** Never. */
    static final RestartPolicy NO = new RestartPolicy("", 0);

    public RestartPolicy {
        name = Texts.orEmpty(name);
    }
}
