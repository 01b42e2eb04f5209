package dev.mica.overlay;

import java.nio.charset.StandardCharsets;

/**
 * The extended attributes by which the union keeps what it knows in its layers: {@code
 * trusted.overlay.} or, with {@code userxattr}, {@code user.overlay.}. A caller never sees them;
 * one that uses such a name reaches {@code PREFIX.overlay.NAME}, as in the kernel, so that an
 * overlay can lie in another.
 */
final class Marks {
    private static final byte[] ESCAPE = ascii("overlay.");
    private static final byte[] TRUSTED = ascii("trusted.");

    /** The value of a mark that says yes. */
    static final byte[] YES = {'y'};

    final byte[] opaque;
    final byte[] origin;
    final byte[] impure;
    final byte[] redirect;
    final byte[] metacopy;
    final byte[] whiteout;
    private final byte[] prefix;

    Marks(boolean user) {
        String start = user ? "user.overlay." : "trusted.overlay.";
        prefix = ascii(start);
        opaque = ascii(start + "opaque");
        origin = ascii(start + "origin");
        impure = ascii(start + "impure");
        redirect = ascii(start + "redirect");
        metacopy = ascii(start + "metacopy");
        whiteout = ascii(start + "whiteout");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean startsWith(byte[] name, int from, int to, byte[] start) {
        return to - from >= start.length
                && java.util.Arrays.equals(name, from, from + start.length, start, 0, start.length);
    }

    /** Whether this attribute is the union's own, in a layer. */
    boolean isMark(byte[] name, int from, int to) {
        return startsWith(name, from, to, prefix)
                && !startsWith(name, from + prefix.length, to, ESCAPE);
    }

    /** What a caller's attribute is called in a layer. */
    byte[] inLayer(byte[] name, int length) {
        if (!startsWith(name, 0, length, prefix)) {
            return java.util.Arrays.copyOf(name, length);
        }
        byte[] escaped = new byte[length + ESCAPE.length];
        System.arraycopy(name, 0, escaped, 0, prefix.length);
        System.arraycopy(ESCAPE, 0, escaped, prefix.length, ESCAPE.length);
        System.arraycopy(
                name,
                prefix.length,
                escaped,
                prefix.length + ESCAPE.length,
                length - prefix.length);
        return escaped;
    }

    /**
     * Turns a layer's list of names into what a caller sees, in place: marks are left out, escapes
     * taken off.
     *
     * @param trusted whether the caller may see {@code trusted.} names
     * @return how many bytes are left
     */
    int shown(byte[] list, int length, boolean trusted) {
        int to = 0;
        for (int from = 0; from < length; ) {
            int end = from;
            while (list[end] != 0) {
                end++;
            }
            if (!isMark(list, from, end) && (trusted || !startsWith(list, from, end, TRUSTED))) {
                int kept = from;
                if (startsWith(list, from, end, prefix)) {
                    System.arraycopy(list, from, list, to, prefix.length);
                    to += prefix.length;
                    kept = from + prefix.length + ESCAPE.length;
                }
                System.arraycopy(list, kept, list, to, end + 1 - kept);
                to += end + 1 - kept;
            }
            from = end + 1;
        }
        return to;
    }
}
