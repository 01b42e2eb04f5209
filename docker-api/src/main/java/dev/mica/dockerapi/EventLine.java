package dev.mica.dockerapi;

import dev.mica.engine.Event;
import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * One event, a line of {@code GET /events}. The first three fields are older than the others and
 * stand on events of containers and images only.
 *
 * @param time seconds since 1970
 * @param timeNano nanoseconds since 1970
 */
@Json
record EventLine(
        @Json.Property("status") @Json.Serializer(OmitEmptyText.class) String status,
        @Json.Property("id") @Json.Serializer(OmitEmptyText.class) String id,
        @Json.Property("from") @Json.Serializer(OmitEmptyText.class) String from,
        @Json.Property("Type") String type,
        @Json.Property("Action") String action,
        @Json.Property("Actor") Actor actor,
        @Json.Property("scope") String scope,
        @Json.Property("time") long time,
        @Json.Property("timeNano") long timeNano) {

    /** What it happened to. */
    @Json
    record Actor(
            @Json.Property("ID") String id,
            @Json.Property("Attributes") Map<String, String> attributes) {}

    static EventLine of(Event event) {
        boolean old = event.type().equals("container") || event.type().equals("image");
        String from =
                event.type().equals("container")
                        ? event.attributes().getOrDefault("image", "")
                        : "";
        return new EventLine(
                old ? event.action() : "",
                old ? event.actorId() : "",
                from,
                event.type(),
                event.action(),
                new Actor(event.actorId(), event.attributes()),
                "local",
                event.time().getEpochSecond(),
                ChronoUnit.NANOS.between(Instant.EPOCH, event.time()));
    }
}
