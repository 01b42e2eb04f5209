package dev.mica.image;

import org.jspecify.annotations.Nullable;

/** Go's plain string has no null. */
final class Strings {

    private Strings() {}

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
