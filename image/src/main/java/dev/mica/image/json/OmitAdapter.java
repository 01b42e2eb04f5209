package dev.mica.image.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code omitempty} for any type: extend it, call {@code super} with the type's own adapter,
 * annotate the class with {@code @CustomAdapter(global = false)} and name it in
 * {@code @Json.Serializer}. Without a predicate only null is empty, as with a Go pointer.
 *
 * @param <T> the type of the component
 */
public abstract class OmitAdapter<T> implements JsonAdapter<@Nullable T> {

    private final JsonAdapter<@Nullable T> adapter;
    private final Predicate<T> empty;

    /** Leaves out null, and whatever {@code empty} holds for. */
    protected OmitAdapter(JsonAdapter<@Nullable T> adapter, Predicate<T> empty) {
        this.adapter = adapter;
        this.empty = empty;
    }

    /** Leaves out null. */
    protected OmitAdapter(JsonAdapter<@Nullable T> adapter) {
        this(adapter, value -> false);
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
