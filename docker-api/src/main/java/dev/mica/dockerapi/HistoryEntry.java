package dev.mica.dockerapi;

import dev.mica.engine.HistoryStep;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an image's history, the newest first.
 *
 * @param created seconds since 1970
 * @param id the image that was made so, or {@code <missing>}
 * @param size bytes of the layer, 0 where there is none
 */
@Json
record HistoryEntry(
        @Json.Property("Comment") String comment,
        @Json.Property("Created") long created,
        @Json.Property("CreatedBy") String createdBy,
        @Json.Property("Id") String id,
        @Json.Property("Size") long size,
        @Json.Property("Tags") @Nullable List<String> tags) {

    static HistoryEntry of(HistoryStep step) {
        return new HistoryEntry(
                step.comment(),
                step.created().getEpochSecond(),
                step.createdBy(),
                step.id(),
                step.size(),
                step.tags().isEmpty() ? null : step.tags());
    }
}
