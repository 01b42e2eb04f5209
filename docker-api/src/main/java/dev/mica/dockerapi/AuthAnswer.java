package dev.mica.dockerapi;

import io.avaje.jsonb.Json;

/** The answer to a login that a registry has accepted. */
@Json
record AuthAnswer(
        @Json.Property("IdentityToken") String identityToken,
        @Json.Property("Status") String status) {}
