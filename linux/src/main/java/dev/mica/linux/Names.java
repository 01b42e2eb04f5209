package dev.mica.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * File names as strings, without loss. A name on Linux is bytes, mostly UTF-8; a layer may hold
 * others. A byte that is no part of valid UTF-8 becomes the lone surrogate U+DC00 + byte (U+DC80 to
 * U+DCFF), and comes back as that byte: what Python calls {@code surrogateescape} (PEP 383).
 *
 * <p>So every call of this room takes and gives a {@code String}, equal strings are equal names,
 * and {@code encode(decode(bytes))} is {@code bytes} for any bytes. Such a string is for this room:
 * a {@code java.nio.file.Path} refuses it, and {@code getBytes(UTF_8)} makes a question mark of it.
 *
 * <p>Stateless and thread-safe; ASCII and valid UTF-8 cost what the JDK's own conversion costs.
 */
public final class Names {
    private Names() {}

    /** The string that stands for these bytes. */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** The string that stands for {@code length} bytes from {@code offset}. */
    public static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        // the decoder marks what is not UTF-8, and a name may hold that mark in its own right
        return text.indexOf('\uFFFD') < 0 ? text : escape(bytes, offset, length);
    }

    /**
     * The bytes that a string stands for.
     *
     * @throws IllegalArgumentException when it holds a lone surrogate that {@link #decode} never
     *     makes
     */
    public static byte[] encode(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                return unescape(name);
            }
        }
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a string stands for bytes that are not UTF-8. */
    public static boolean isEscaped(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < name.length()
                    && Character.isLowSurrogate(name.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    /** Orders names by their bytes, as C programs and Go do; not as {@code String} does. */
    public static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // without surrogates, the order of UTF-16 is that of UTF-8
                return Character.isSurrogate(x) || Character.isSurrogate(y)
                        ? Arrays.compareUnsigned(encode(a), encode(b))
                        : x - y;
            }
        }
        return a.length() - b.length();
    }

    private static String escape(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int size = validLength(bytes, i, end);
            if (size == 0) {
                text.append((char) (0xDC00 + (bytes[i] & 0xFF)));
                i++;
            } else {
                text.append(new String(bytes, i, size, StandardCharsets.UTF_8));
                i += size;
            }
        }
        return text.toString();
    }

    /** The length of the valid UTF-8 character at {@code i}; 0 when there is none. */
    private static int validLength(byte[] bytes, int i, int end) {
        int b = bytes[i] & 0xFF;
        if (b < 0x80) {
            return 1;
        }
        int size = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
        if (b < 0xC2 || b > 0xF4 || i + size > end) {
            return 0;
        }
        int point = b & (0xFF >> (size + 1));
        for (int k = 1; k < size; k++) {
            int next = bytes[i + k] & 0xFF;
            if ((next & 0xC0) != 0x80) {
                return 0;
            }
            point = (point << 6) | (next & 0x3F);
        }
        boolean overlong = (size == 3 && point < 0x800) || (size == 4 && point < 0x10000);
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        return overlong || surrogate || point > 0x10FFFF ? 0 : size;
    }

    private static byte[] unescape(String name) {
        byte[] bytes = new byte[name.length() * 3];
        int used = 0;
        int i = 0;
        while (i < name.length()) {
            int point = name.codePointAt(i);
            if (point >= 0xDC80 && point <= 0xDCFF) {
                bytes[used++] = (byte) (point - 0xDC00);
            } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("a lone surrogate stands for no byte: " + name);
            } else {
                byte[] one = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(one, 0, bytes, used, one.length);
                used += one.length;
            }
            i += Character.charCount(point);
        }
        return Arrays.copyOf(bytes, used);
    }
}
