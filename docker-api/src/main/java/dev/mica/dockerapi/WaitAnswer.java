package dev.mica.dockerapi;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** The end of a wait. */
@Json
record WaitAnswer(
        @Json.Property("Error") @Nullable Problem error,
        @Json.Property("StatusCode") int statusCode) {

    /** Why the exit status says nothing. */
    @Json
    record Problem(@Json.Property("Message") String message) {}
}
