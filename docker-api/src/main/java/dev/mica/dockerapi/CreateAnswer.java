package dev.mica.dockerapi;

import io.avaje.jsonb.Json;
import java.util.List;

/** The answer to a container's creation. */
@Json
record CreateAnswer(
        @Json.Property("Id") String id, @Json.Property("Warnings") List<String> warnings) {}
