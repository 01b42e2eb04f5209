package dev.mica.image;

import dev.mica.image.json.GoTime;
import dev.mica.image.json.OmitEmptyBool;
import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * One step of how an image came to be.
 *
 * @param created when; {@link GoTime#ZERO} where that is not known
 * @param author who
 * @param createdBy the instruction
 * @param comment the user's or the program's remark
 * @param emptyLayer whether the step added no layer
 */
@Json
public record History(
        @Json.Property("created") OffsetDateTime created,
        @Json.Property("author") @Json.Serializer(OmitEmptyText.class) String author,
        @Json.Property("created_by") @Json.Serializer(OmitEmptyText.class) String createdBy,
        @Json.Property("comment") @Json.Serializer(OmitEmptyText.class) String comment,
        @Json.Property("empty_layer") @Json.Serializer(OmitEmptyBool.class) boolean emptyLayer) {

    /** Absent members, which the JSON adapter gives as null, are Go's zero values. */
    public History {
        created = orZero(created);
        author = Strings.orEmpty(author);
        createdBy = Strings.orEmpty(createdBy);
        comment = Strings.orEmpty(comment);
    }

    /** A step of now, made by a daemon, which writes UTC. */
    public static History of(Instant created, String author, String createdBy, String comment) {
        return new History(created.atOffset(ZoneOffset.UTC), author, createdBy, comment, false);
    }

    static OffsetDateTime orZero(@Nullable OffsetDateTime time) {
        return time == null ? GoTime.ZERO.atOffset(ZoneOffset.UTC) : time;
    }
}
