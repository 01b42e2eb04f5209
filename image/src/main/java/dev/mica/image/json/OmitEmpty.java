package dev.mica.image.json;

import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code omitempty}, for {@code @Json.Serializer}: the member is left out when its value is
 * empty. The classes are named after the component's Java type.
 */
public final class OmitEmpty {

    private OmitEmpty() {}

    /** For a {@code String}: left out when empty or null. */
    public static final class Text extends GoAdapters.Base<@Nullable String> {
        Text() {}

        @Override
        public void toJson(JsonWriter writer, @Nullable String value) {
            if (value == null || value.isEmpty()) {
                GoAdapters.omit(writer);
            } else {
                writer.value(value);
            }
        }

        @Override
        public @Nullable String fromJson(JsonReader reader) {
            return reader.isNullValue() ? null : reader.readString();
        }
    }

    /** For an {@code int}: left out when zero. */
    public static final class Int extends GoAdapters.Base<Integer> {
        Int() {}

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

    /** For a nullable {@code Integer}, Go's {@code *int}: left out when null, written when zero. */
    public static final class NullableInt extends GoAdapters.Base<@Nullable Integer> {
        NullableInt() {}

        @Override
        public void toJson(JsonWriter writer, @Nullable Integer value) {
            if (value == null) {
                GoAdapters.omit(writer);
            } else {
                writer.value(value.intValue());
            }
        }

        @Override
        public @Nullable Integer fromJson(JsonReader reader) {
            return reader.isNullValue() ? null : GoAdapters.readInt(reader);
        }
    }

    /** For a {@code long}: left out when zero. */
    public static final class Int64 extends GoAdapters.Base<Long> {
        Int64() {}

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

    /** For a {@code boolean}: left out when false. */
    public static final class Bool extends GoAdapters.Base<Boolean> {
        Bool() {}

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

    /**
     * For a {@link RawJson}: left out when null, that is absent; a JSON {@code null} is written.
     */
    public static final class Raw extends GoAdapters.Base<@Nullable RawJson> {
        Raw() {}

        @Override
        public void toJson(JsonWriter writer, @Nullable RawJson value) {
            if (value == null) {
                GoAdapters.omit(writer);
            } else {
                writer.rawValue(value.text());
            }
        }

        @Override
        public @Nullable RawJson fromJson(JsonReader reader) {
            return new RawJson(reader.readRaw());
        }
    }

    /** For a {@code List<String>}: left out when empty or null. */
    public static final class Strings extends OmitAdapter<List<String>> {
        Strings(Jsonb jsonb) {
            super(jsonb.adapter(Types.listOf(String.class)), List::isEmpty);
        }
    }

    /** For a {@code Map<String, String>}: left out when empty or null. */
    public static final class TextMap extends OmitAdapter<Map<String, String>> {
        TextMap(Jsonb jsonb) {
            super(jsonb.adapter(Types.mapOf(String.class)), Map::isEmpty);
        }
    }

    /**
     * For a {@code Set<String>} written as Go's {@code map[string]struct{}}: left out when empty or
     * null.
     */
    public static final class Names extends OmitAdapter<Set<String>> {
        Names() {
            super(new NameSet(), Set::isEmpty);
        }
    }
}
