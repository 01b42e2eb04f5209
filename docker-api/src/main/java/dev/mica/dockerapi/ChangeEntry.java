package dev.mica.dockerapi;

import io.avaje.jsonb.Json;

/**
 * A path in which a container differs from its image.
 *
 * @param kind 0 modified, 1 added, 2 deleted
 */
@Json
record ChangeEntry(@Json.Property("Path") String path, @Json.Property("Kind") int kind) {}
