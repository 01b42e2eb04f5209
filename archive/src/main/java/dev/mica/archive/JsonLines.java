package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads flat JSON objects, one after the other, with strings as bytes in UTF-8. */
final class JsonLines {
    private static final int END = -1;

    /** Longer than any line that is written; a bound for what is broken. */
    private static final int LONGEST_STRING = 1 << 28;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;

    private byte[] text = new byte[4 * 1024];
    private int length;

    private String name = "";
    private boolean first;

    JsonLines(InputStream in) {
        this.in = in;
    }

    /** Goes into the next object; false at the stream's end. */
    boolean beginObject() throws IOException {
        int c = skipSpace();
        if (c == END) {
            return false;
        }
        expect('{');
        first = true;
        return true;
    }

    /** Goes to the object's next member; false at its end. */
    boolean nextMember() throws IOException {
        int c = skipSpace();
        if (c == '}') {
            position++;
            return false;
        }
        if (!first) {
            expect(',');
        }
        first = false;
        name = new String(string(), UTF_8);
        skipSpace();
        expect(':');
        return true;
    }

    String name() {
        return name;
    }

    /** The member's value; 0 for null. */
    long number() throws IOException {
        int c = skipSpace();
        if (c == 'n') {
            literal("null");
            return 0;
        }
        boolean negative = c == '-';
        if (negative) {
            position++;
        }
        long value = 0;
        int digits = 0;
        for (c = peek(); c >= '0' && c <= '9'; c = peek()) {
            if (++digits > 18) {
                throw malformed();
            }
            value = value * 10 + (c - '0');
            position++;
        }
        if (digits == 0) {
            throw malformed();
        }
        return negative ? -value : value;
    }

    /** The member's value; empty for null. */
    byte[] string() throws IOException {
        length = 0;
        if (skipSpace() == 'n') {
            literal("null");
        } else {
            expect('"');
            while (!stringPart()) {
                // more of it is to come
            }
        }
        return Arrays.copyOf(text, length);
    }

    void skipValue() throws IOException {
        switch (skipSpace()) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            default -> number();
        }
    }

    ArchiveException malformed() {
        return new ArchiveException("tar-split: malformed JSON");
    }

    /** Reads on to the string's end (true), past an escape, or to the buffer's end. */
    private boolean stringPart() throws IOException {
        if (peek() == END) {
            throw ArchiveException.unexpectedEof();
        }
        int from = position;
        while (position < limit && buffer[position] != '"' && buffer[position] != '\\') {
            if (buffer[position] >= 0 && buffer[position] < ' ') {
                throw malformed();
            }
            position++;
        }
        append(buffer, from, position - from);
        if (position == limit) {
            return false;
        }
        if (buffer[position++] == '"') {
            return true;
        }
        escape();
        return false;
    }

    private void escape() throws IOException {
        int c = peek();
        position++;
        switch (c) {
            case '"', '\\', '/' -> append((char) c);
            case 'b' -> append('\b');
            case 'f' -> append('\f');
            case 'n' -> append('\n');
            case 'r' -> append('\r');
            case 't' -> append('\t');
            case 'u' -> unicode();
            default -> throw malformed();
        }
    }

    private void unicode() throws IOException {
        char unit = hex4();
        if (Character.isHighSurrogate(unit)) {
            expect('\\');
            expect('u');
            append(new String(new char[] {unit, hex4()}));
        } else {
            append(unit);
        }
    }

    private char hex4() throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw malformed();
            }
            value = value << 4 | digit;
            position++;
        }
        return (char) value;
    }

    private void append(char c) {
        append(String.valueOf(c));
    }

    private void append(String characters) {
        byte[] bytes = characters.getBytes(UTF_8);
        append(bytes, 0, bytes.length);
    }

    private void append(byte[] bytes, int offset, int count) {
        int needed = length + count;
        if (needed > LONGEST_STRING) {
            throw malformed();
        }
        if (needed > text.length) {
            text = Arrays.copyOf(text, Math.max(needed, 2 * text.length));
        }
        System.arraycopy(bytes, offset, text, length, count);
        length = needed;
    }

    private void literal(String expected) throws IOException {
        for (int i = 0; i < expected.length(); i++) {
            expect(expected.charAt(i));
        }
    }

    private void expect(char expected) throws IOException {
        int c = peek();
        if (c == END) {
            throw ArchiveException.unexpectedEof();
        }
        if (c != expected) {
            throw malformed();
        }
        position++;
    }

    private int skipSpace() throws IOException {
        int c = peek();
        while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            position++;
            c = peek();
        }
        return c;
    }

    /** The next byte, not consumed. */
    private int peek() throws IOException {
        if (position == limit) {
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            position = 0;
        }
        return position < limit ? buffer[position] & 0xFF : END;
    }
}
