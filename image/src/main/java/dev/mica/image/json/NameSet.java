package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * For {@code @Json.Serializer}: a {@code Set<String>} as Go's {@code map[string]struct{}}, {@code
 * {"80/tcp":{}}}. A null set is {@code null}. What stands for a name's value is not looked at.
 */
public final class NameSet extends GoAdapters.Base<@Nullable Set<String>> {

    /** Made by {@link GoJson}. */
    NameSet() {}

    @Override
    public void toJson(JsonWriter writer, @Nullable Set<String> names) {
        if (names == null) {
            writer.nullValue();
            return;
        }
        writer.beginObject();
        names.stream()
                .sorted(GoMapAdapter.ORDER)
                .forEach(
                        name -> {
                            writer.name(name);
                            writer.rawValue("{}");
                        });
        writer.endObject();
    }

    @Override
    public @Nullable Set<String> fromJson(JsonReader reader) {
        if (reader.isNullValue()) {
            return null;
        }
        Set<String> names = new TreeSet<>(GoMapAdapter.ORDER);
        GoAdapters.beginObject(reader);
        while (reader.hasNextField()) {
            names.add(GoAdapters.name(reader));
            reader.skipValue();
        }
        reader.endObject();
        return Collections.unmodifiableSet(names);
    }
}
