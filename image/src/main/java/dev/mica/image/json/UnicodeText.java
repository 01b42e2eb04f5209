package dev.mica.image.json;

/** Strings of JSON that avaje gives as they were written. */
final class UnicodeText {

    private static final char REPLACEMENT = '\ufffd';

    private UnicodeText() {}

    /**
     * The text with what is half of a surrogate pair replaced, as Go does; the same text where
     * there is none.
     */
    static String valid(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return replaced(text);
                }
                i++;
            }
        }
        return text;
    }

    private static boolean isPair(String text, int i) {
        return i + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    private static String replaced(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isPair(text, i)) {
                out.append(text, i, i + 2);
                i++;
            } else {
                out.append(Character.isSurrogate(text.charAt(i)) ? REPLACEMENT : text.charAt(i));
            }
        }
        return out.toString();
    }

    /**
     * What a JSON string stands for whose syntax has been checked.
     *
     * @throws MalformedJsonException when the value is no string
     */
    static String decodeQuoted(String json) {
        if (!json.startsWith("\"")) {
            throw new MalformedJsonException(
                    "json: cannot unmarshal " + kind(json) + " into Go value of type string");
        }
        return decode(json.substring(1, json.length() - 1));
    }

    private static String kind(String json) {
        return switch (json.charAt(0)) {
            case '{' -> "object";
            case '[' -> "array";
            case 't', 'f' -> "bool";
            default -> "number";
        };
    }

    /** What stands between the quotes of a JSON string. */
    static String decode(String text) {
        return valid(unescape(text));
    }

    private static String unescape(String text) {
        int first = text.indexOf('\\');
        if (first < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
        int i = first;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c == '\\') {
                c = text.charAt(i++);
                switch (c) {
                    case 'b' -> c = '\b';
                    case 'f' -> c = '\f';
                    case 'n' -> c = '\n';
                    case 'r' -> c = '\r';
                    case 't' -> c = '\t';
                    case 'u' -> {
                        c = (char) Integer.parseInt(text, i, i + 4, 16);
                        i += 4;
                    }
                    default -> {}
                }
            }
            out.append(c);
        }
        return out.toString();
    }
}
