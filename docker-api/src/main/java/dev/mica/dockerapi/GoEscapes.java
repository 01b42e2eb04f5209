package dev.mica.dockerapi;

import java.util.Arrays;

/**
 * The escapes that Go's JSON encoder adds so that JSON may stand in HTML: {@code <}, {@code >},
 * {@code &} and the two line separators U+2028 and U+2029. In JSON these occur inside strings only,
 * so it is a matter of bytes.
 */
final class GoEscapes {
    private static final byte[] HEX = GoText.ascii("0123456789abcdef");

    private GoEscapes() {}

    /**
     * A copy of {@code json} with the escapes in it.
     *
     * @param room bytes to leave free at the end
     */
    static byte[] escape(byte[] json, int room) {
        int longer = 0;
        for (int i = 0; i < json.length; i++) {
            longer += isHtml(json[i]) ? 5 : separator(json, i) ? 3 : 0;
        }
        if (longer == 0) {
            return Arrays.copyOf(json, json.length + room);
        }
        var escaped = new byte[json.length + longer + room];
        int at = 0;
        for (int i = 0; i < json.length; i++) {
            if (isHtml(json[i])) {
                at = put(escaped, at, 0, json[i]);
            } else if (separator(json, i)) {
                at = put(escaped, at, 0x20, json[i + 2] & 0x3f);
                i += 2;
            } else {
                escaped[at++] = json[i];
            }
        }
        return escaped;
    }

    private static boolean isHtml(byte b) {
        return b == '<' || b == '>' || b == '&';
    }

    /** Whether the three bytes of U+2028 or U+2029 begin at {@code i}. */
    private static boolean separator(byte[] json, int i) {
        return json[i] == (byte) 0xe2
                && i + 2 < json.length
                && json[i + 1] == (byte) 0x80
                && (json[i + 2] & 0xfe) == 0xa8;
    }

    private static int put(byte[] target, int at, int high, int low) {
        target[at] = '\\';
        target[at + 1] = 'u';
        target[at + 2] = HEX[high >> 4];
        target[at + 3] = HEX[high & 15];
        target[at + 4] = HEX[low >> 4 & 15];
        target[at + 5] = HEX[low & 15];
        return at + 6;
    }
}
