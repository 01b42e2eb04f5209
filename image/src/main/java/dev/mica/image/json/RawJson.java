package dev.mica.image.json;

import java.nio.charset.StandardCharsets;

/**
 * A JSON value kept as the text it came as, so that nothing of it changes on its way through.
 *
 * @param text one JSON value; white space inside it is dropped when it is written, as Go does
 */
public record RawJson(String text) {

    /** The value {@code null}. */
    public static final RawJson NULL = new RawJson("null");

    /** The value {@code {}}. */
    public static final RawJson EMPTY_OBJECT = new RawJson("{}");

    /**
     * Reads any one value.
     *
     * @throws MalformedJsonException when the bytes are no JSON
     */
    public static RawJson parse(byte[] json) {
        GoSyntax.check(json);
        return new RawJson(new String(json, StandardCharsets.UTF_8).strip());
    }

    /** Whether this is {@code null}. */
    public boolean isNull() {
        return text.equals("null");
    }

    /** Whether this is an object. */
    public boolean isObject() {
        return text.startsWith("{");
    }

    /**
     * This value as a record or another type that {@link GoJson} knows.
     *
     * @throws MalformedJsonException when it has another shape
     */
    public <T> T as(Class<T> type) {
        return GoJson.read(text, type);
    }

    /** A value's JSON. */
    public static RawJson of(Object value) {
        return new RawJson(GoJson.text(value));
    }

    @Override
    public String toString() {
        return text;
    }
}
