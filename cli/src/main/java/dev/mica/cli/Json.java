package dev.mica.cli;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.RawJson;
import io.avaje.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as a tree, for answers that are shown as they came and for requests that hold only
 * what was asked for. A member that is absent or null reads as empty: what a daemon says depends on
 * its version.
 */
sealed interface Json {

    /** A string. */
    record Text(String value) implements Json {
        @Override
        public String text() {
            return value;
        }

        @Override
        public String toString() {
            return GoJson.text(value);
        }
    }

    /** A number, {@code true}, {@code false} or {@code null}, as it was written. */
    record Literal(String literal) implements Json {
        /** What reading a member that is not there gives. */
        static final Literal NULL = new Literal("null");

        /** The literal itself, or nothing if it is {@code null}. */
        @Override
        public String text() {
            return this.equals(NULL) ? "" : literal;
        }

        @Override
        public String toString() {
            return literal;
        }
    }

    /** An array. */
    record Items(List<Json> values) implements Json {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            return JsonLayout.COMPACT.write(this, text).toString();
        }
    }

    /** An object, its members in order. */
    record Members(SequencedMap<String, Json> values) implements Json {

        Members() {
            this(new LinkedHashMap<>());
        }

        /** Sets a member; null leaves it out. */
        Members put(String name, @Nullable Json value) {
            if (value != null) {
                values.put(name, value);
            }
            return this;
        }

        /** Sets a member; null leaves it out. */
        Members put(String name, @Nullable String value) {
            return put(name, value == null ? null : new Text(value));
        }

        /** Sets a member; zero leaves it out. */
        Members put(String name, long value) {
            return put(name, value == 0 ? null : new Literal(Long.toString(value)));
        }

        /** Sets a member; false leaves it out. */
        Members put(String name, boolean value) {
            return put(name, value ? new Literal("true") : null);
        }

        /** Sets a member; an empty list leaves it out. */
        Members put(String name, List<String> value) {
            return put(name, value.isEmpty() ? null : Json.of(value));
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            return JsonLayout.COMPACT.write(this, text).toString();
        }
    }

    /**
     * Reads one object, array, number, or null.
     *
     * @throws MalformedJsonException when the bytes are no JSON
     */
    static Json read(byte[] bytes) {
        RawJson checked = GoJson.read(bytes, RawJson.class);
        if (!checked.isObject() && !checked.text().startsWith("[")) {
            return new Literal(checked.text());
        }
        try (JsonReader reader = GoJson.jsonb().reader(checked.text())) {
            return read(reader);
        }
    }

    private static Json read(JsonReader reader) {
        return switch (reader.currentToken()) {
            case BEGIN_OBJECT -> {
                SequencedMap<String, Json> members = new LinkedHashMap<>();
                reader.beginObject();
                while (reader.hasNextField()) {
                    String name = reader.nextField();
                    members.put(name, read(reader));
                }
                reader.endObject();
                yield new Members(members);
            }
            case BEGIN_ARRAY -> {
                List<Json> items = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNextElement()) {
                    items.add(read(reader));
                }
                reader.endArray();
                yield new Items(items);
            }
            case STRING -> new Text(reader.readString());
            case NUMBER, BOOLEAN, NULL -> new Literal(reader.readRaw());
        };
    }

    /** An array of strings. */
    static Json of(List<String> values) {
        List<Json> items = new ArrayList<>();
        values.forEach(value -> items.add(new Text(value)));
        return new Items(items);
    }

    /** The member at the end of a path of names; {@link Literal#NULL} where there is none. */
    default Json at(String... names) {
        Json value = this;
        for (String name : names) {
            value = value.member(name);
        }
        return value;
    }

    /** The member of this name; {@link Literal#NULL} where there is none, or this is no object. */
    default Json member(String name) {
        return this instanceof Members(var values)
                ? values.getOrDefault(name, Literal.NULL)
                : Literal.NULL;
    }

    /** Whether this is null, or nothing. */
    default boolean isNull() {
        return this.equals(Literal.NULL);
    }

    /** A string's characters, another scalar as it is written, else the empty string. */
    default String text() {
        return "";
    }

    /** The text of the member at a path. */
    default String text(String... names) {
        return at(names).text();
    }

    /** An integer's value, 0 for all else. */
    default long number() {
        try {
            return this instanceof Literal(String literal) ? Long.parseLong(literal) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether this is {@code true}. */
    default boolean isTrue() {
        return text().equals("true");
    }

    /** The elements of an array, nothing of all else. */
    default List<Json> items() {
        return this instanceof Items(var values) ? values : List.of();
    }

    /** The elements' texts. */
    default List<String> texts() {
        return items().stream().map(Json::text).toList();
    }

    /** The members of an object, nothing of all else. */
    default SequencedMap<String, Json> members() {
        return this instanceof Members(var values) ? values : new LinkedHashMap<>();
    }
}
