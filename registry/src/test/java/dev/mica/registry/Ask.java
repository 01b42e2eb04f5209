package dev.mica.registry;

import java.util.Map;

/**
 * A request as the scripted server got it.
 *
 * @param method such as {@code GET}
 * @param target path and query, or what else stood there
 * @param headers by name in lower case
 * @param body of a POST
 */
record Ask(String method, String target, Map<String, String> headers, String body) {

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** The header, or the empty string. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The first byte asked for by a Range header. */
    int offset() {
        String range = header("range");
        return range.isEmpty()
                ? 0
                : Integer.parseInt(range.replaceFirst("^bytes=([0-9]+)-$", "$1"));
    }

    @Override
    public String toString() {
        return method + ' ' + target;
    }
}
