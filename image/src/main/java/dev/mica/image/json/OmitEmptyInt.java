package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;

/** Go's {@code omitempty}, for {@code @Json.Serializer}, for an {@code int}: left out when zero. */
public final class OmitEmptyInt extends GoAdapters.Base<Integer> {
    OmitEmptyInt() {}

    @Override
    public void toJson(JsonWriter writer, Integer value) {
        if (value == 0) {
            GoAdapters.omit(writer);
        } else {
            writer.value(value.intValue());
        }
    }

    @Override
    public Integer fromJson(JsonReader reader) {
        return GoAdapters.INT.fromJson(reader);
    }
}
