package dev.mica.dockerapi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A request's path, decoded and parted from its version: {@code /v1.44/images/a%2Fb/json} is {@code
 * /images/a/b/json} at 1.44.
 *
 * @param version what the path asks for; empty where it names none
 */
record RequestPath(String path, Optional<ApiVersion> version) {

    /** Parts {@code decoded}, which {@link #decode} gave. */
    static RequestPath of(String decoded) {
        if (decoded.startsWith("/v")) {
            int end = decoded.indexOf('/', 1);
            if (end > 2 && isVersion(decoded, 2, end)) {
                var version = ApiVersion.parse(decoded.substring(2, end));
                return new RequestPath(decoded.substring(end), Optional.of(version));
            }
        }
        return new RequestPath(decoded, Optional.empty());
    }

    private static boolean isVersion(String path, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = path.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Undoes percent-encoding.
     *
     * @throws ApiException 400 for an escape that is none, in Go's words
     */
    static String decode(String raw) {
        return decode(raw, false);
    }

    static String decode(String raw, boolean plusIsSpace) {
        if (raw.indexOf('%') < 0 && !(plusIsSpace && raw.indexOf('+') >= 0)) {
            return raw;
        }
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = high >= 0 ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (low < 0) {
                    String escape = raw.substring(i, Math.min(i + 3, raw.length()));
                    throw new ApiException(400, "invalid URL escape \"" + escape + "\"");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * The path without empty, {@code .} and {@code ..} segments, as Go's {@code path.Clean} gives
     * it, a slash at the end staying; equal to {@code path} if that is clean.
     */
    static String clean(String path) {
        var segments = new ArrayDeque<String>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        String clean = "/" + String.join("/", segments);
        return path.endsWith("/") && clean.length() > 1 ? clean + "/" : clean;
    }

    /** The path as it may stand in a {@code Location} header. */
    static String encode(String path) {
        var encoded = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c > ' ' && c < 0x7f && "\"#%<>?[\\]^`{|}".indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
