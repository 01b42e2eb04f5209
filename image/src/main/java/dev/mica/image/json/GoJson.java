package dev.mica.image.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.json.stream.BufferRecycleStrategy;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
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
     * The shared adapters, for what the methods here do not offer. Write with {@link #write}: the
     * output of avaje's own writers is not Go's, and fails on long strings.
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
        if (type == RawJson.class) { // avaje reads raw values inside of others only
            return type.cast(RawJson.parse(json));
        }
        if (type == String.class) {
            return type.cast(UnicodeText.decodeQuoted(RawJson.parse(json).text()));
        }
        return read(json, jsonb().adapter(type));
    }

    /** As {@link #read(byte[], Class)}. */
    public static <T> T read(String json, Class<T> type) {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** As {@link #read(byte[], Class)}, for a list of values. */
    public static <T> List<T> readList(byte[] json, Class<T> type) {
        return read(json, jsonb().<List<T>>adapter(Types.listOf(type)));
    }

    private static <T> T read(byte[] json, JsonAdapter<T> adapter) {
        GoSyntax.check(json);
        @Nullable T value;
        try (JsonReader reader = jsonb().reader(json)) {
            reader.currentToken(); // a scalar's adapter expects its first byte to be read
            value = adapter.fromJson(reader);
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
        // to a stream: avaje's writers to memory fail on a string that is much longer than their
        // buffer
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        jsonb().toJson(value, out);
        return GoText.normalize(out.toByteArray());
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
                        // what avaje recycles by thread breaks when one value is read inside of
                        // another
                        .bufferRecycling(BufferRecycleStrategy.NO_RECYCLING)
                        .add(String.class, GoAdapters.NULLABLE_STRING)
                        .add(boolean.class, GoAdapters.BOOLEAN)
                        .add(int.class, GoAdapters.INT)
                        .add(long.class, GoAdapters.LONG)
                        .add(Instant.class, GoAdapters.INSTANT)
                        .add(OffsetDateTime.class, GoAdapters.TIME)
                        .add(RawJson.class, GoAdapters.RAW)
                        .add(JsonMembers.class, GoAdapters.MEMBERS)
                        .add(OmitEmptyText.class, new OmitEmptyText())
                        .add(OmitEmptyInt.class, new OmitEmptyInt())
                        .add(OmitEmptyInt64.class, new OmitEmptyInt64())
                        .add(OmitEmptyBool.class, new OmitEmptyBool())
                        .add(OmitEmptyRaw.class, new OmitEmptyRaw())
                        .add(OmitEmptyStrings.class, OmitEmptyStrings::new)
                        .add(OmitEmptyTextMap.class, OmitEmptyTextMap::new)
                        .add(OmitEmptyNames.class, new OmitEmptyNames())
                        .add(OmitNullInt.class, new OmitNullInt())
                        .add(OmitEmptyStringOrList.class, new OmitEmptyStringOrList())
                        .add(StringOrList.class, new StringOrList())
                        .add(NameSet.class, new NameSet())
                        .add(GoListAdapter.FACTORY)
                        .add(GoMapAdapter.FACTORY)
                        .build();
    }
}
