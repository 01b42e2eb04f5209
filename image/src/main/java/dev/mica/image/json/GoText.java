package dev.mica.image.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Brings valid JSON into the form that Go's {@code json.Marshal} gives it: compact, and escaped for
 * HTML. Text that has that form already is not copied.
 */
final class GoText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] json;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(0);
    private int copied;

    private GoText(byte[] json) {
        this.json = json;
    }

    static byte[] normalize(byte[] json) {
        return new GoText(json).run();
    }

    private byte[] run() {
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (!inString) {
                inString = b == '"';
                if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                    replace(i, 1, "");
                }
            } else if (b == '"') {
                inString = false;
            } else if (b == '\\') {
                escape(i);
                i++;
            } else if (b == '<' || b == '>' || b == '&') {
                replace(i, 1, unicode(b));
            } else if (isLineSeparator(i)) {
                replace(i, 3, (json[i + 2] & 1) == 0 ? "\\u2028" : "\\u2029");
                i += 2;
            }
        }
        if (copied == 0) {
            return json;
        }
        replace(json.length, 0, "");
        return out.toByteArray();
    }

    /**
     * Go 1.21 and before has no short form of {@code \b} and {@code \f}, and writes lower-case
     * digits.
     */
    private void escape(int i) {
        switch (json[i + 1]) {
            case 'b' -> replace(i, 2, unicode(8));
            case 'f' -> replace(i, 2, unicode(12));
            case 'u' -> {
                if (json[i + 2] == '0'
                        && json[i + 3] == '0'
                        && json[i + 4] <= '1'
                        && json[i + 5] >= 'A'
                        && json[i + 5] <= 'F') {
                    replace(i, 6, unicode((json[i + 4] - '0') * 16 + json[i + 5] - 'A' + 10));
                }
            }
            default -> {}
        }
    }

    /** Writes what came before {@code at}, and then {@code text} for the bytes that are there. */
    private void replace(int at, int length, String text) {
        out.write(json, copied, at - copied);
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        copied = at + length;
    }

    private static String unicode(int c) {
        return "\\u00" + (char) HEX[c >> 4] + (char) HEX[c & 15];
    }

    /** Whether U+2028 or U+2029, which JavaScript took for ends of lines, begins here. */
    private boolean isLineSeparator(int i) {
        return json[i] == (byte) 0xe2
                && i + 2 < json.length
                && json[i + 1] == (byte) 0x80
                && (json[i + 2] & 0xfe) == 0xa8;
    }
}
