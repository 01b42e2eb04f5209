package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}, for a {@code String}: left out when empty
 * or null.
 */
public final class OmitEmptyText extends GoAdapters.Base<@Nullable String> {
    OmitEmptyText() {}

    @Override
    public void toJson(JsonWriter writer, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            GoAdapters.omit(writer);
        } else {
            GoAdapters.NULLABLE_STRING.toJson(writer, value);
        }
    }

    @Override
    public @Nullable String fromJson(JsonReader reader) {
        return GoAdapters.NULLABLE_STRING.fromJson(reader);
    }
}
