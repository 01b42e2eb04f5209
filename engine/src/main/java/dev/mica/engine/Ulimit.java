package dev.mica.engine;

import io.avaje.jsonb.Json;

/**
 * A resource limit of a container's processes.
 *
 * @param name such as {@code nofile}
 * @param hard -1 for none
 * @param soft -1 for none
 */
@Json
public record Ulimit(
        @Json.Property("Name") String name,
        @Json.Property("Hard") long hard,
        @Json.Property("Soft") long soft) {

    public Ulimit {
        name = Texts.orEmpty(name);
    }
}
