package dev.mica.image.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.AdapterFactory;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list. In one of strings a null is the empty string, as in Go; in another one, for which Go
 * would make up a zero value, it is refused, so that no list holds a null.
 */
final class GoListAdapter<V> extends GoAdapters.Base<@Nullable List<V>> {

    static final AdapterFactory FACTORY =
            (type, jsonb) ->
                    type instanceof ParameterizedType list && list.getRawType() == List.class
                            ? new GoListAdapter<>(
                                    GoAdapters.inside(jsonb, list.getActualTypeArguments()[0]))
                            : null;

    private final JsonAdapter<V> elements;

    GoListAdapter(JsonAdapter<V> elements) {
        this.elements = elements;
    }

    @Override
    public void toJson(JsonWriter writer, @Nullable List<V> list) {
        if (list == null) {
            writer.nullValue();
            return;
        }
        writer.beginArray();
        for (V element : list) {
            elements.toJson(writer, element);
        }
        writer.endArray();
    }

    @Override
    public @Nullable List<V> fromJson(JsonReader reader) {
        if (reader.isNullValue()) {
            return null;
        }
        List<V> list = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNextElement()) {
            @Nullable V element = elements.fromJson(reader);
            if (element == null) {
                throw new MalformedJsonException(
                        "json: cannot unmarshal null as an element of an array");
            }
            list.add(element);
        }
        reader.endArray();
        return Collections.unmodifiableList(list);
    }
}
