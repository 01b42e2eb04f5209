package dev.mica.image.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.AdapterFactory;
import java.lang.reflect.ParameterizedType;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map with string keys, written in the order of its keys' UTF-8 bytes, as Go does. */
final class GoMapAdapter<V extends @Nullable Object>
        extends GoAdapters.Base<@Nullable Map<String, V>> {

    /** The order of UTF-8 bytes, which is that of code points. */
    static final Comparator<String> ORDER = GoMapAdapter::compareCodePoints;

    static final AdapterFactory FACTORY =
            (type, jsonb) ->
                    type instanceof ParameterizedType map
                                    && map.getRawType() == Map.class
                                    && map.getActualTypeArguments()[0] == String.class
                            ? new GoMapAdapter<>(
                                    GoAdapters.inside(jsonb, map.getActualTypeArguments()[1]))
                            : null;

    private final JsonAdapter<V> values;

    private GoMapAdapter(JsonAdapter<V> values) {
        this.values = values;
    }

    @Override
    public void toJson(JsonWriter writer, @Nullable Map<String, V> map) {
        if (map == null) {
            writer.nullValue();
            return;
        }
        writer.beginObject();
        map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ORDER))
                .forEach(
                        entry -> {
                            writer.name(entry.getKey());
                            values.toJson(writer, entry.getValue());
                        });
        writer.endObject();
    }

    @Override
    public @Nullable Map<String, V> fromJson(JsonReader reader) {
        if (reader.isNullValue()) {
            return null;
        }
        Map<String, V> map = new TreeMap<>(ORDER);
        GoAdapters.beginObject(reader);
        while (reader.hasNextField()) {
            map.put(GoAdapters.name(reader), values.fromJson(reader));
        }
        reader.endObject();
        return Collections.unmodifiableMap(map);
    }

    private static int compareCodePoints(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean sameKind = Character.isSurrogate(x) == Character.isSurrogate(y);
                return sameKind ? x - y : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
