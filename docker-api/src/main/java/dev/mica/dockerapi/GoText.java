package dev.mica.dockerapi;

import dev.mica.image.json.GoTime;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Text as Go prints it, where an error message quotes what it was given. */
final class GoText {
    private GoText() {}

    /** The text in double quotes, as {@code %q} has it. */
    static String quote(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(quoted, c));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, int c) {
        switch (c) {
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case 7 -> quoted.append("\\a");
            case 11 -> quoted.append("\\v");
            default -> {
                if (c == '"') {
                    quoted.append("\\\"");
                } else if (c < ' ' || c == 0x7f) {
                    quoted.append("\\x").append(hex(c >> 4)).append(hex(c));
                } else if ((c >= 0x80 && c <= 0xa0) || c == 0xad) {
                    quoted.append("\\u00").append(hex(c >> 4)).append(hex(c));
                } else {
                    quoted.appendCodePoint(c);
                }
            }
        }
    }

    private static char hex(int nibble) {
        return Character.forDigit(nibble & 15, 16);
    }

    /** A time in RFC 3339 with the offset it came with. */
    static String time(OffsetDateTime time) {
        if (time.getOffset().getTotalSeconds() == 0) {
            return GoTime.format(time.toInstant());
        }
        String local = GoTime.format(time.toLocalDateTime().toInstant(ZoneOffset.UTC));
        return local.substring(0, local.length() - 1) + time.getOffset().getId();
    }

    /** The bytes of text that has no character over U+00FF. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
