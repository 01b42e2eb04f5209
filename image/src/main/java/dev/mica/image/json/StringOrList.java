package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For {@code @Json.Serializer}: a {@code List<String>} that may also come as one string, which is
 * then its only element (moby's {@code strslice}). It is written as an array.
 */
public final class StringOrList extends GoAdapters.Base<@Nullable List<String>> {

    /** Made by {@link GoJson}. */
    StringOrList() {}

    @Override
    public void toJson(JsonWriter writer, @Nullable List<String> value) {
        GoAdapters.STRINGS.toJson(writer, value);
    }

    @Override
    public @Nullable List<String> fromJson(JsonReader reader) {
        return reader.currentToken() == JsonReader.Token.STRING
                ? List.of(GoAdapters.STRING.fromJson(reader))
                : GoAdapters.STRINGS.fromJson(reader);
    }
}
