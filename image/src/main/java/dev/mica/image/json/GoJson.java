package dev.mica.image.json;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as Go's {@code encoding/json} does; see the package for the rules. Safe for
 * use by many threads. The first use costs some 20 ms for looking up adapters, each further one
 * microseconds.
 */
public final class GoJson {

    private GoJson() {}

    /**
     * The shared adapters, for what the methods here do not offer. Its output is not escaped as
     * Go's: see {@link #write}.
     */
    public static Jsonb jsonb() {
        return Holder.JSONB;
    }

    /**
     * Reads one JSON value.
     *
     * @throws MalformedJsonException when the bytes are no JSON (Go's words), or JSON of another
     *     shape
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(json, jsonb().type(type));
    }

    /** As {@link #read(byte[], Class)}. */
    public static <T> T read(String json, Class<T> type) {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** As {@link #read(byte[], Class)}, for a list of values. */
    public static <T> List<T> readList(byte[] json, Class<T> type) {
        return read(json, jsonb().type(type).list());
    }

    private static <T> T read(byte[] json, JsonType<T> type) {
        GoSyntax.check(json);
        @Nullable T value;
        try {
            value = type.fromJson(json);
        } catch (JsonException e) {
            throw new MalformedJsonException("json: cannot unmarshal: " + e.getMessage(), e);
        }
        if (value == null) {
            throw new MalformedJsonException("json: cannot unmarshal null");
        }
        return value;
    }

    /**
     * A value's JSON as Go's {@code json.Marshal} writes it: no white space, {@code <}, {@code >},
     * {@code &} escaped, no newline at the end.
     */
    public static byte[] write(Object value) {
        return GoText.normalize(jsonb().toJsonBytes(value));
    }

    /** {@link #write} as a string. */
    public static String text(Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /**
     * Built at first use: looking up every room's adapters takes time that the start path does not
     * have.
     */
    private static final class Holder {
        static final Jsonb JSONB =
                Jsonb.builder()
                        .serializeNulls(true)
                        .serializeEmpty(true)
                        .add(boolean.class, GoAdapters.BOOLEAN)
                        .add(int.class, GoAdapters.INT)
                        .add(long.class, GoAdapters.LONG)
                        .add(Instant.class, GoAdapters.INSTANT)
                        .add(RawJson.class, GoAdapters.RAW)
                        .add(JsonMembers.class, GoAdapters.MEMBERS)
                        .add(OmitEmpty.Text.class, new OmitEmpty.Text())
                        .add(OmitEmpty.Int.class, new OmitEmpty.Int())
                        .add(OmitEmpty.Int64.class, new OmitEmpty.Int64())
                        .add(OmitEmpty.Bool.class, new OmitEmpty.Bool())
                        .add(OmitEmpty.Raw.class, new OmitEmpty.Raw())
                        .add(OmitEmpty.Strings.class, OmitEmpty.Strings::new)
                        .add(OmitEmpty.TextMap.class, OmitEmpty.TextMap::new)
                        .add(OmitEmpty.Names.class, new OmitEmpty.Names())
                        .add(OmitEmpty.NullableInt.class, new OmitEmpty.NullableInt())
                        .add(NameSet.class, new NameSet())
                        .add(GoMapAdapter.FACTORY)
                        .build();
    }
}
