package dev.mica.dockerapi;

import io.avaje.jsonb.Json;

/** The body of every answer with an error status. */
@Json
record ErrorMessage(@Json.Property("message") String message) {}
