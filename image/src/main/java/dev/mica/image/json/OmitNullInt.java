package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}, for a nullable {@code Integer}, Go's {@code
 * *int}: left out when null, written when zero.
 */
public final class OmitNullInt extends GoAdapters.Base<@Nullable Integer> {
    OmitNullInt() {}

    @Override
    public void toJson(JsonWriter writer, @Nullable Integer value) {
        if (value == null) {
            GoAdapters.omit(writer);
        } else {
            writer.value(value.intValue());
        }
    }

    @Override
    public @Nullable Integer fromJson(JsonReader reader) {
        return reader.isNullValue() ? null : GoAdapters.readInt(reader);
    }
}
