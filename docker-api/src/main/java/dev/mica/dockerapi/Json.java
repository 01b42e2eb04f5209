package dev.mica.dockerapi;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.AdapterFactory;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Docker's clients get it from Go: every field of a record is written, null as {@code
 * null}; a component of type {@link Optional} is Go's {@code omitempty}, written only where it is
 * present; {@code <}, {@code >} and {@code &} are escaped; a newline ends it.
 */
final class Json {
    private static final Jsonb JSONB =
            Jsonb.builder()
                    .serializeNulls(true)
                    .serializeEmpty(true)
                    .add((AdapterFactory) Json::omittedWhereEmpty)
                    .build();

    private Json() {}

    /** A value of a wire record of this module. */
    static <T> byte[] of(T value) {
        return line(JSONB.toJsonBytes(value));
    }

    /** A list of wire records, {@code []} where it is empty. */
    static <T> byte[] list(Class<T> type, List<T> values) {
        return line(JSONB.type(type).list().toJsonBytes(values));
    }

    /** An error's body. */
    static byte[] message(String message) {
        return of(new ErrorMessage(message));
    }

    /** Reads a wire record from JSON that {@link GoJson} has found right. */
    static <T> T read(Class<T> type, byte[] json) {
        return JSONB.type(type).fromJson(json);
    }

    private static byte[] line(byte[] json) {
        byte[] escaped = GoEscapes.escape(json, 1);
        escaped[escaped.length - 1] = '\n';
        return escaped;
    }

    private static @Nullable JsonAdapter<?> omittedWhereEmpty(Type type, Jsonb jsonb) {
        return Types.isGenericTypeOf(type, Optional.class)
                ? new OmittedWhereEmpty<>(jsonb.adapter(Types.typeArguments(type)[0]))
                : null;
    }

    private record OmittedWhereEmpty<T>(JsonAdapter<T> delegate)
            implements JsonAdapter<Optional<T>> {
        @Override
        public void toJson(JsonWriter writer, Optional<T> value) {
            if (value.isPresent()) {
                delegate.toJson(writer, value.get());
                return;
            }
            writer.serializeNulls(false);
            writer.nullValue();
            writer.serializeNulls(true);
        }

        @Override
        public Optional<T> fromJson(JsonReader reader) {
            return reader.isNullValue() ? Optional.empty() : Optional.of(delegate.fromJson(reader));
        }
    }
}
