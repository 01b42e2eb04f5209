package dev.mica.image.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The content of a JSON file that others write too: a record, and beside it what the file said.
 * When the record changes, only the members that changed are rewritten; members that the record
 * does not know stay, at any depth of objects. Arrays are rewritten whole.
 *
 * @param <T> the record
 */
public final class StoredJson<T> {

    private final T value;
    private final RawJson written;
    private final RawJson image;

    private StoredJson(T value, RawJson written, RawJson image) {
        this.value = value;
        this.written = written;
        this.image = image;
    }

    /** The content of a new file. */
    public static <T> StoredJson<T> of(T value) {
        RawJson image = RawJson.of(value);
        return new StoredJson<>(value, image, image);
    }

    /**
     * Reads a file's content.
     *
     * @throws MalformedJsonException when the bytes are no JSON, or JSON of another shape
     */
    public static <T> StoredJson<T> read(byte[] json, Class<T> type) {
        T value = GoJson.read(json, type);
        return new StoredJson<>(value, GoJson.read(json, RawJson.class), RawJson.of(value));
    }

    /** The record. */
    public T value() {
        return value;
    }

    /** The content with another record in place of this one. */
    public StoredJson<T> with(T changed) {
        RawJson changedImage = RawJson.of(changed);
        return new StoredJson<>(changed, merge(written, image, changedImage), changedImage);
    }

    /** What to write to the file: compact, escaped as Go does, no newline at the end. */
    public byte[] toBytes() {
        return GoJson.write(written);
    }

    /**
     * A three-way merge: {@code old} and {@code now} are a record's JSON before and after a change;
     * what is equal in both, or in neither, stays as {@code written}.
     */
    private static RawJson merge(RawJson written, RawJson old, RawJson now) {
        if (now.equals(old)) {
            return written;
        }
        if (!written.isObject() || !old.isObject() || !now.isObject()) {
            return now;
        }
        SequencedMap<String, RawJson> file = members(written);
        SequencedMap<String, RawJson> before = members(old);
        SequencedMap<String, RawJson> after = members(now);
        for (String name : new ArrayList<>(before.keySet())) {
            if (!after.containsKey(name)) {
                file.remove(name);
            }
        }
        after.forEach(
                (name, changed) -> {
                    RawJson was = before.get(name);
                    RawJson stands = file.get(name);
                    if (was == null || stands == null) {
                        if (!changed.equals(was)) {
                            file.put(name, changed);
                        }
                    } else {
                        file.put(name, merge(stands, was, changed));
                    }
                });
        return RawJson.of(new JsonMembers(file));
    }

    private static SequencedMap<String, RawJson> members(RawJson object) {
        return new LinkedHashMap<>(object.as(JsonMembers.class).values());
    }
}
