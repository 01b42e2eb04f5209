package dev.mica.dockerapi;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the daemon. Immutable: each {@code with} method returns another request.
 *
 * @param method such as {@code GET}
 * @param path percent-encoded, without version and query
 * @param query the parameters in order, not encoded yet
 * @param headers what is sent besides the usual ones
 * @param body what follows the head, or null
 */
public record DockerClientRequest(
        String method,
        String path,
        List<Map.Entry<String, String>> query,
        List<Map.Entry<String, String>> headers,
        @Nullable Body body) {

    /** What follows the head of a request. */
    public sealed interface Body {}

    /** JSON text. */
    record Json(String text) implements Body {}

    /** Bytes of unknown number, written by the caller while the answer already comes in. */
    record Stream(String contentType, Writer writer) implements Body {}

    /** Writes a body. */
    @FunctionalInterface
    public interface Writer {
        /** Writes all of it; closing the stream is not its task. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Makes the lists immutable. */
    public DockerClientRequest {
        query = List.copyOf(query);
        headers = List.copyOf(headers);
    }

    /** A request without parameters; {@code path} is a fixed part of the API, as {@code /info}. */
    public static DockerClientRequest of(String method, String path) {
        return new DockerClientRequest(method, path, List.of(), List.of(), null);
    }

    /** {@link #of} with {@code GET}. */
    public static DockerClientRequest get(String path) {
        return of("GET", path);
    }

    /** {@link #of} with {@code POST}. */
    public static DockerClientRequest post(String path) {
        return of("POST", path);
    }

    /** {@link #of} with {@code DELETE}. */
    public static DockerClientRequest delete(String path) {
        return of("DELETE", path);
    }

    /** With a parameter added. */
    public DockerClientRequest with(String name, String value) {
        return new DockerClientRequest(
                method, path, added(query, Map.entry(name, value)), headers, body);
    }

    /** With {@code name=1} added if {@code wanted}. */
    public DockerClientRequest with(String name, boolean wanted) {
        return wanted ? with(name, "1") : this;
    }

    /** With a header added. */
    public DockerClientRequest withHeader(String name, String value) {
        return new DockerClientRequest(
                method, path, query, added(headers, Map.entry(name, value)), body);
    }

    /** With JSON as its body. */
    public DockerClientRequest withJson(String json) {
        return new DockerClientRequest(method, path, query, headers, new Json(json));
    }

    /**
     * With a body that {@code writer} writes, from a thread of its own: a daemon that unpacks while
     * it reads answers while the body still goes out.
     */
    public DockerClientRequest withBody(String contentType, Writer writer) {
        return new DockerClientRequest(
                method, path, query, headers, new Stream(contentType, writer));
    }

    /** A name as part of a path: an image's slashes and colons stay. */
    public static String segment(String name) {
        return encode(name).replace("%2F", "/").replace("%3A", ":").replace("%40", "@");
    }

    /** The request line's target. */
    String target(String prefix) {
        StringBuilder target = new StringBuilder(prefix).append(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : query) {
            target.append(separator)
                    .append(encode(parameter.getKey()))
                    .append('=')
                    .append(encode(parameter.getValue()));
            separator = '&';
        }
        return target.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static <T> List<T> added(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
