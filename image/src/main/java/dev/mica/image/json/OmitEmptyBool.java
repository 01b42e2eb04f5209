package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}, for a {@code boolean}: left out when false.
 */
public final class OmitEmptyBool extends GoAdapters.Base<Boolean> {
    OmitEmptyBool() {}

    @Override
    public void toJson(JsonWriter writer, Boolean value) {
        if (value) {
            writer.value(true);
        } else {
            GoAdapters.omit(writer);
        }
    }

    @Override
    public Boolean fromJson(JsonReader reader) {
        return GoAdapters.BOOLEAN.fromJson(reader);
    }
}
