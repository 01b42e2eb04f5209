package dev.mica.dockerapi;

import io.avaje.jsonb.Json;

/** The answer to what makes an image or an exec. */
@Json
record IdAnswer(@Json.Property("Id") String id) {}
