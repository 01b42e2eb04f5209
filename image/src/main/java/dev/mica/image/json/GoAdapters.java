package dev.mica.image.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.json.PropertyNames;
import io.avaje.json.stream.JsonStream;
import io.avaje.jsonb.Jsonb;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
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

    static final JsonAdapter<@Nullable String> NULLABLE_STRING =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, @Nullable String value) {
                    if (value == null) {
                        writer.nullValue();
                    } else {
                        writer.value(UnicodeText.valid(value));
                    }
                }

                @Override
                public @Nullable String fromJson(JsonReader reader) {
                    return reader.isNullValue() ? null : string(reader);
                }
            };

    /** Of an element or a map's value: Go's string cannot be null. */
    static final JsonAdapter<String> STRING =
            new Base<>() {
                @Override
                public void toJson(JsonWriter writer, String value) {
                    writer.value(UnicodeText.valid(value));
                }

                @Override
                public String fromJson(JsonReader reader) {
                    return reader.isNullValue() ? "" : string(reader);
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
                        raw(writer, value);
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
                                    (name, member) -> {
                                        writer.name(name);
                                        raw(writer, member);
                                    });
                    writer.endObject();
                }

                @Override
                public @Nullable JsonMembers fromJson(JsonReader reader) {
                    if (reader.isNullValue()) {
                        return null;
                    }
                    SequencedMap<String, RawJson> values = new LinkedHashMap<>();
                    GoAdapters.beginObject(reader);
                    while (reader.hasNextField()) {
                        values.put(name(reader), new RawJson(reader.readRaw().strip()));
                    }
                    reader.endObject();
                    return new JsonMembers(values);
                }
            };

    private static final PropertyNames NO_NAMES = JsonStream.builder().build().properties();

    private GoAdapters() {}

    /** Writes a value's text: avaje puts the low byte of each character, so they must be bytes. */
    static void raw(JsonWriter writer, RawJson value) {
        byte[] utf8 = value.text().getBytes(StandardCharsets.UTF_8);
        writer.rawValue(new String(utf8, StandardCharsets.ISO_8859_1));
    }

    /** Begins an object of which no name is known. */
    static void beginObject(JsonReader reader) {
        // without names avaje undoes the escapes of an outermost object's names, and of no other
        reader.beginObject(NO_NAMES);
    }

    /**
     * The next member's name after {@link #beginObject}; its escapes, which avaje leaves, are
     * undone.
     */
    static String name(JsonReader reader) {
        String name = reader.nextField();
        return UnicodeText.decode(name);
    }

    /** A string of any length; avaje's own reading of one ends at some 40,000 characters. */
    static String string(JsonReader reader) {
        return UnicodeText.decodeQuoted(reader.readRaw().strip());
    }

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
