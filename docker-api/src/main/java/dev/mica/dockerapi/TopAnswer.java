package dev.mica.dockerapi;

import io.avaje.jsonb.Json;
import java.util.List;

/** The processes of a container, as {@code ps} shows them on the host. */
@Json
record TopAnswer(
        @Json.Property("Processes") List<List<String>> processes,
        @Json.Property("Titles") List<String> titles) {}
