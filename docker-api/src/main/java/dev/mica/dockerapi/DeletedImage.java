package dev.mica.dockerapi;

import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;

/** One step of an image's removal: a name that was taken off, or an image that went. */
@Json
record DeletedImage(
        @Json.Property("Deleted") @Json.Serializer(OmitEmptyText.class) String deleted,
        @Json.Property("Untagged") @Json.Serializer(OmitEmptyText.class) String untagged) {}
