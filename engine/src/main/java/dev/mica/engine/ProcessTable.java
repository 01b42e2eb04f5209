package dev.mica.engine;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * What {@code docker top} shows.
 *
 * @param titles of the columns
 * @param processes a row each
 */
@Json
public record ProcessTable(
        @Json.Property("Processes") List<List<String>> processes,
        @Json.Property("Titles") List<String> titles) {}
