package dev.mica.image.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Brings valid JSON into the form that Go's {@code json.Marshal} gives it: compact, and escaped for
 * HTML.
 */
final class GoText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private GoText() {}

    static byte[] normalize(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 16);
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (!inString) {
                if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                    out.write(b);
                }
                inString = b == '"';
            } else if (b == '\\') {
                i++;
                escape(out, json[i]);
            } else if (b == '<' || b == '>' || b == '&') {
                unicode(out, b);
            } else if (isLineSeparator(json, i)) {
                out.writeBytes(
                        json[i + 2] == (byte) 0xa8
                                ? "\\u2028".getBytes(StandardCharsets.US_ASCII)
                                : "\\u2029".getBytes(StandardCharsets.US_ASCII));
                i += 2;
            } else {
                out.write(b);
                inString = b != '"';
            }
        }
        return out.toByteArray();
    }

    /** Go 1.21 and before knows no short form of these two. */
    private static void escape(ByteArrayOutputStream out, byte escaped) {
        switch (escaped) {
            case 'b' -> unicode(out, 8);
            case 'f' -> unicode(out, 12);
            default -> {
                out.write('\\');
                out.write(escaped);
            }
        }
    }

    private static void unicode(ByteArrayOutputStream out, int c) {
        out.writeBytes(new byte[] {'\\', 'u', '0', '0', HEX[c >> 4], HEX[c & 15]});
    }

    private static boolean isLineSeparator(byte[] json, int i) {
        return json[i] == (byte) 0xe2
                && i + 2 < json.length
                && json[i + 1] == (byte) 0x80
                && (json[i + 2] & 0xfe) == 0xa8;
    }
}
