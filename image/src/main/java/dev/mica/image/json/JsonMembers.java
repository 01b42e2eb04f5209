package dev.mica.image.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The members of a JSON object, in order, each value kept as text. Immutable; of a name that occurs
 * twice the last value counts, as in Go.
 *
 * @param values by name
 */
public record JsonMembers(SequencedMap<String, RawJson> values) {

    /** An object without members. */
    public static final JsonMembers EMPTY = new JsonMembers(new LinkedHashMap<>());

    public JsonMembers {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads an object.
     *
     * @throws MalformedJsonException when the bytes are no JSON object
     */
    public static JsonMembers read(byte[] json) {
        return GoJson.read(json, JsonMembers.class);
    }

    /** The member of this name. */
    public Optional<RawJson> member(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** These members with one set: in its place where the name is known, else at the end. */
    public JsonMembers with(String name, RawJson value) {
        SequencedMap<String, RawJson> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new JsonMembers(changed);
    }

    /** These members less some. */
    public JsonMembers without(String... names) {
        SequencedMap<String, RawJson> changed = new LinkedHashMap<>(values);
        for (String name : names) {
            changed.remove(name);
        }
        return new JsonMembers(changed);
    }

    /** These members in the order in which Go writes a map: by name. */
    public JsonMembers sorted() {
        SequencedMap<String, RawJson> sorted = new LinkedHashMap<>();
        values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(GoMapAdapter.ORDER))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return new JsonMembers(sorted);
    }
}
