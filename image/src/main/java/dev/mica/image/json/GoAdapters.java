package dev.mica.image.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** How Go reads and writes the simple types: a null is the zero value. */
final class GoAdapters {

    static final JsonAdapter<Boolean> BOOLEAN =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, Boolean value) {
                    writer.value(value.booleanValue());
                }

                @Override
                public Boolean fromJson(JsonReader reader) {
                    return !reader.isNullValue() && reader.readBoolean();
                }
            };

    static final JsonAdapter<Integer> INT =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, Integer value) {
                    writer.value(value.intValue());
                }

                @Override
                public Integer fromJson(JsonReader reader) {
                    return reader.isNullValue() ? 0 : readInt(reader);
                }
            };

    static final JsonAdapter<Long> LONG =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, Long value) {
                    writer.value(value.longValue());
                }

                @Override
                public Long fromJson(JsonReader reader) {
                    return reader.isNullValue() ? 0L : reader.readLong();
                }
            };

    /** Of an element or a map's value: Go's string cannot be null. */
    static final JsonAdapter<String> STRING =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, String value) {
                    writer.value(value);
                }

                @Override
                public String fromJson(JsonReader reader) {
                    return reader.isNullValue() ? "" : reader.readString();
                }
            };

    static final JsonAdapter<@Nullable List<String>> STRINGS = new GoListAdapter<>(STRING);

    static final JsonAdapter<@Nullable Instant> INSTANT =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, @Nullable Instant value) {
                    if (value == null) {
                        writer.nullValue();
                    } else {
                        writer.value(GoTime.format(value));
                    }
                }

                @Override
                public @Nullable Instant fromJson(JsonReader reader) {
                    return reader.isNullValue()
                            ? null
                            : GoTime.parse(reader.readString()).toInstant();
                }
            };

    static final JsonAdapter<@Nullable OffsetDateTime> TIME =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, @Nullable OffsetDateTime value) {
                    if (value == null) {
                        writer.nullValue();
                    } else {
                        writer.value(GoTime.format(value));
                    }
                }

                @Override
                public @Nullable OffsetDateTime fromJson(JsonReader reader) {
                    return reader.isNullValue() ? null : GoTime.parse(reader.readString());
                }
            };

    static final JsonAdapter<@Nullable RawJson> RAW =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, @Nullable RawJson value) {
                    if (value == null) {
                        writer.nullValue();
                    } else {
                        writer.rawValue(value.text());
                    }
                }

                @Override
                public @Nullable RawJson fromJson(JsonReader reader) {
                    return new RawJson(reader.readRaw().strip());
                }
            };

    static final JsonAdapter<@Nullable JsonMembers> MEMBERS =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, @Nullable JsonMembers value) {
                    if (value == null) {
                        writer.nullValue();
                        return;
                    }
                    writer.beginObject();
                    value.values()
                            .forEach(
                                    (name, raw) -> {
                                        writer.name(name);
                                        writer.rawValue(raw.text());
                                    });
                    writer.endObject();
                }

                @Override
                public @Nullable JsonMembers fromJson(JsonReader reader) {
                    if (reader.isNullValue()) {
                        return null;
                    }
                    SequencedMap<String, RawJson> values = new LinkedHashMap<>();
                    reader.beginObject();
                    while (reader.hasNextField()) {
                        values.put(reader.nextField(), new RawJson(reader.readRaw().strip()));
                    }
                    reader.endObject();
                    return new JsonMembers(values);
                }
            };

    private GoAdapters() {}

    /** The adapter of an array's elements or a map's values. */
    static JsonAdapter<?> inside(Jsonb jsonb, Type type) {
        return type == String.class ? STRING : jsonb.adapter(type);
    }

    /** Go refuses a number that does not fit; avaje would cut it. */
    static int readInt(JsonReader reader) {
        long value = reader.readLong();
        if (value != (int) value) {
            throw new MalformedJsonException(
                    "json: cannot unmarshal number " + value + " into Go value of type int32");
        }
        return (int) value;
    }

    /** Leaves out the member whose name was just given to the writer. */
    static void omit(JsonWriter writer) {
        boolean nulls = writer.serializeNulls();
        writer.serializeNulls(false);
        writer.nullValue();
        writer.serializeNulls(nulls);
    }

    /** An adapter that sees nulls itself: avaje would turn a null into null before asking it. */
    abstract static class Base<T extends @Nullable Object> implements JsonAdapter<T> {
        @Override
        public final JsonAdapter<T> nullSafe() {
            return this;
        }
    }
}
