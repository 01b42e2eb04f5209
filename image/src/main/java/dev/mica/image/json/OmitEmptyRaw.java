package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}, for a {@link RawJson}: left out when null,
 * that is absent; a JSON {@code null} is written.
 */
public final class OmitEmptyRaw extends GoAdapters.Base<@Nullable RawJson> {
    OmitEmptyRaw() {}

    @Override
    public void toJson(JsonWriter writer, @Nullable RawJson value) {
        if (value == null) {
            GoAdapters.omit(writer);
        } else {
            GoAdapters.raw(writer, value);
        }
    }

    @Override
    public @Nullable RawJson fromJson(JsonReader reader) {
        return GoAdapters.RAW.fromJson(reader);
    }
}
