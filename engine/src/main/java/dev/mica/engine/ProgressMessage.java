package dev.mica.engine;

import dev.mica.image.json.OmitEmptyInt64;
import dev.mica.image.json.OmitEmptyRaw;
import dev.mica.image.json.OmitEmptyText;
import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One line of a progress stream: moby's {@code jsonmessage.JSONMessage}, in its order.
 *
 * @param stream text to print as it is
 * @param status what is being done
 * @param progressDetail how far it is; null where nothing is counted
 * @param id what it is done to
 * @param aux a result for programs; null where there is none
 */
@Json
public record ProgressMessage(
        @Json.Property("stream") @Json.Serializer(OmitEmptyText.class) String stream,
        @Json.Property("status") @Json.Serializer(OmitEmptyText.class) String status,
        @Json.Property("progressDetail") @Json.Serializer(OmitProgress.class)
                @Nullable Progress progressDetail,
        @Json.Property("progress") @Json.Serializer(OmitEmptyText.class) String progress,
        @Json.Property("id") @Json.Serializer(OmitEmptyText.class) String id,
        @Json.Property("aux") @Json.Serializer(OmitEmptyRaw.class) @Nullable RawJson aux) {

    /** Text to print as it is. */
    public static ProgressMessage stream(String text) {
        return new ProgressMessage(text, "", null, "", "", null);
    }

    /** What is being done. */
    public static ProgressMessage status(String id, String status) {
        return new ProgressMessage("", status, null, "", id, null);
    }

    /** What is being done, and how far it is; {@code total} is 0 where it is not known. */
    public static ProgressMessage progress(String id, String status, long current, long total) {
        return new ProgressMessage("", status, new Progress(current, total), "", id, null);
    }

    /** As {@link #status}, with the empty {@code progressDetail} that ends a bar. */
    public static ProgressMessage step(String id, String status) {
        return new ProgressMessage("", status, new Progress(0, 0), "", id, null);
    }

    /** A result for programs. */
    public static ProgressMessage aux(RawJson result) {
        return new ProgressMessage("", "", null, "", "", result);
    }

    /**
     * How far a work is, in bytes.
     *
     * @param current done
     * @param total to do; 0 where that is not known
     */
    @Json
    public record Progress(
            @Json.Property("current") @Json.Serializer(OmitEmptyInt64.class) long current,
            @Json.Property("total") @Json.Serializer(OmitEmptyInt64.class) long total) {}
}
