package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;

/** Go's {@code omitempty}, for {@code @Json.Serializer}, for a {@code long}: left out when zero. */
public final class OmitEmptyInt64 extends GoAdapters.Base<Long> {
    OmitEmptyInt64() {}

    @Override
    public void toJson(JsonWriter writer, Long value) {
        if (value == 0) {
            GoAdapters.omit(writer);
        } else {
            writer.value(value.longValue());
        }
    }

    @Override
    public Long fromJson(JsonReader reader) {
        return GoAdapters.LONG.fromJson(reader);
    }
}
