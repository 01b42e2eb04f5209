package dev.mica.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One way to authenticate that a {@code WWW-Authenticate} header offers (RFC 9110, section 11).
 *
 * @param scheme in lower case: {@code basic}, {@code bearer}
 * @param parameters by name in lower case, unquoted
 */
record Challenge(String scheme, Map<String, String> parameters) {

    /** Takes all challenges of all such headers apart; what cannot be read ends its header. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        for (String header : headers) {
            new Parser(header).into(challenges);
        }
        return challenges;
    }

    /** A parameter's value, or the empty string. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /**
     * The grammar is ambiguous without looking ahead: after a comma comes either another parameter
     * ({@code token =}) or another challenge ({@code token token}).
     */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        void into(List<Challenge> challenges) {
            skipSeparators();
            while (at < text.length()) {
                String scheme = token();
                if (scheme.isEmpty()) {
                    return;
                }
                Map<String, String> parameters = new LinkedHashMap<>();
                boolean readable = parameters(parameters);
                challenges.add(
                        new Challenge(scheme.toLowerCase(Locale.ROOT), Map.copyOf(parameters)));
                if (!readable) {
                    return;
                }
            }
        }

        private boolean parameters(Map<String, String> parameters) {
            skipSeparators();
            while (at < text.length()) {
                int start = at;
                String name = token();
                skipSpace();
                if (name.isEmpty()) {
                    return false;
                }
                if (at >= text.length() || text.charAt(at) != '=') {
                    at = start; // the next challenge's scheme
                    return true;
                }
                at++;
                skipSpace();
                String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
                parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
                skipSeparators();
            }
            return true;
        }

        private String token() {
            int start = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isTokenChar(char c) {
            return c > ' ' && c < 127 && "()<>@,;\\\"[]?={}".indexOf(c) < 0;
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    break;
                }
                if (c == '\\' && at + 1 < text.length()) {
                    c = text.charAt(++at);
                }
                value.append(c);
            }
            return value.toString();
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private void skipSeparators() {
            while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) <= ' ')) {
                at++;
            }
        }
    }
}
