package dev.mica.engine;

import dev.mica.image.json.RawJson;
import org.jspecify.annotations.Nullable;

/** Go's zero values in place of what a JSON object did not have. */
final class Texts {

    private Texts() {}

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static <T> T or(@Nullable T value, T zero) {
        return value == null ? zero : value;
    }

    static RawJson orNull(@Nullable RawJson json) {
        return json == null ? RawJson.NULL : json;
    }
}
