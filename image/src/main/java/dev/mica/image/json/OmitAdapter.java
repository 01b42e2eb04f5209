package dev.mica.image.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.lang.reflect.Type;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code omitempty} for any type: extend it, annotate the class with {@code @CustomAdapter(global =
 * false)}, and name it in {@code @Json.Serializer}.
 *
 * @param <T> the type of the component
 */
public abstract class OmitAdapter<T> implements JsonAdapter<@Nullable T> {

    private final JsonAdapter<@Nullable T> adapter;
    private final Predicate<T> empty;

    /** Leaves out null, and whatever {@code empty} holds for. */
    protected OmitAdapter(Jsonb jsonb, Type type, Predicate<T> empty) {
        this(jsonb.<@Nullable T>adapter(type), empty);
    }

    /** Leaves out null, as {@code omitempty} does with a Go pointer. */
    protected OmitAdapter(Jsonb jsonb, Type type) {
        this(jsonb, type, value -> false);
    }

    OmitAdapter(JsonAdapter<@Nullable T> adapter, Predicate<T> empty) {
        this.adapter = adapter;
        this.empty = empty;
    }

    @Override
    public final void toJson(JsonWriter writer, @Nullable T value) {
        if (value == null || empty.test(value)) {
            GoAdapters.omit(writer);
        } else {
            adapter.toJson(writer, value);
        }
    }

    @Override
    public final @Nullable T fromJson(JsonReader reader) {
        return reader.isNullValue() ? null : adapter.fromJson(reader);
    }

    @Override
    public final JsonAdapter<@Nullable T> nullSafe() {
        return this;
    }
}
