package dev.mica.engine;

import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;

/**
 * Something that went with an image: a name, or an image or layer.
 *
 * @param untagged a name; empty for the other
 * @param deleted {@code sha256:…}; empty for the other
 */
@Json
public record RemovedImage(
        @Json.Property("Untagged") @Json.Serializer(OmitEmptyText.class) String untagged,
        @Json.Property("Deleted") @Json.Serializer(OmitEmptyText.class) String deleted) {}
