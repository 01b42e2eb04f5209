package dev.mica.dockerapi;

import io.avaje.jsonb.Json;

/** The last line of a progress stream that failed. */
@Json
record ProgressFailure(
        @Json.Property("errorDetail") ErrorMessage detail, @Json.Property("error") String error) {}
