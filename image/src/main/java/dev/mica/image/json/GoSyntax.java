package dev.mica.image.json;

import java.nio.charset.StandardCharsets;

/**
 * Checks that bytes are exactly one JSON value, and says what is wrong in the words of Go's {@code
 * encoding/json}. It also bounds the nesting, so that the recursive readers behind it cannot
 * overflow their stack.
 */
final class GoSyntax {

    /** Far more than any Docker file nests; Go's own bound is 10000. */
    private static final int MAX_DEPTH = 1000;

    private final byte[] json;
    private int at;
    private int depth;

    private GoSyntax(byte[] json) {
        this.json = json;
    }

    /**
     * @throws MalformedJsonException naming the first offending character
     */
    static void check(byte[] json) {
        GoSyntax syntax = new GoSyntax(json);
        syntax.value();
        syntax.space();
        if (syntax.at < json.length) {
            throw syntax.invalid("after top-level value");
        }
    }

    private void value() {
        space();
        switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw invalid("looking for beginning of value");
        }
    }

    private void object() {
        open();
        space();
        if (peek() != '}') {
            while (true) {
                space();
                if (peek() != '"') {
                    throw invalid("looking for beginning of object key string");
                }
                string();
                space();
                if (peek() != ':') {
                    throw invalid("after object key");
                }
                at++;
                value();
                space();
                if (peek() == '}') {
                    break;
                }
                if (peek() != ',') {
                    throw invalid("after object key:value pair");
                }
                at++;
            }
        }
        close();
    }

    private void array() {
        open();
        space();
        if (peek() != ']') {
            while (true) {
                value();
                space();
                if (peek() == ']') {
                    break;
                }
                if (peek() != ',') {
                    throw invalid("after array element");
                }
                at++;
            }
        }
        close();
    }

    private void open() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw new MalformedJsonException("exceeded max depth");
        }
    }

    private void close() {
        at++;
        depth--;
    }

    private void string() {
        at++;
        while (peek() != '"') {
            if ((peek() & 0xff) < 0x20) {
                throw invalid("in string literal");
            }
            if (peek() == '\\') {
                at++;
                escape();
            }
            at++;
        }
        at++;
    }

    private void escape() {
        switch (peek()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
            case 'u' -> {
                for (int i = 0; i < 4; i++) {
                    at++;
                    if (Character.digit(peek(), 16) < 0) {
                        throw invalid("in \\u hexadecimal character escape");
                    }
                }
            }
            default -> throw invalid("in string escape code");
        }
    }

    private void literal(String word) {
        for (int i = 1; i < word.length(); i++) {
            at++;
            if (peek() != word.charAt(i)) {
                throw invalid("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
        at++;
    }

    private void number() {
        if (peek() == '-') {
            at++;
            if (!isDigit(peek())) {
                throw invalid("in numeric literal");
            }
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < json.length && json[at] == '.') {
            at++;
            if (!isDigit(peek())) {
                throw invalid("after decimal point in numeric literal");
            }
            digits();
        }
        if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            if (!isDigit(peek())) {
                throw invalid("in exponent of numeric literal");
            }
            digits();
        }
    }

    private void digits() {
        while (at < json.length && isDigit(json[at])) {
            at++;
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void space() {
        while (at < json.length
                && (json[at] == ' ' || json[at] == '\t' || json[at] == '\r' || json[at] == '\n')) {
            at++;
        }
    }

    private byte peek() {
        if (at == json.length) {
            boolean blank = new String(json, StandardCharsets.ISO_8859_1).isBlank();
            throw new MalformedJsonException(blank ? "EOF" : "unexpected EOF");
        }
        return json[at];
    }

    private MalformedJsonException invalid(String where) {
        int c = json[at] & 0xff;
        String quoted =
                switch (c) {
                    case '\'' -> "'\\''";
                    case '"' -> "'\"'";
                    case '\n' -> "'\\n'";
                    case '\r' -> "'\\r'";
                    case '\t' -> "'\\t'";
                    case 8 -> "'\\b'";
                    case 12 -> "'\\f'";
                    case 7 -> "'\\a'";
                    case 11 -> "'\\v'";
                    case '\\' -> "'\\\\'";
                    default -> quote(c);
                };
        return new MalformedJsonException("invalid character " + quoted + " " + where);
    }

    private static String quote(int c) {
        boolean printable = (c >= 0x20 && c < 0x7f) || (c > 0xa0 && c != 0xad);
        return printable
                ? "'" + (char) c + "'"
                : c < 0x80 ? "'\\x%02x'".formatted(c) : "'\\u%04x'".formatted(c);
    }
}
