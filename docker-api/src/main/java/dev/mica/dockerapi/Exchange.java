package dev.mica.dockerapi;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** One request and the way to answer it, as the handlers see it. Used by one thread. */
final class Exchange {
    private static final int LARGEST_JSON = 16 << 20;
    private static final HeaderName CONTENT_TYPE = HeaderNames.CONTENT_TYPE;

    private final ApiConnection connection;
    private final ServerRequest request;
    private final Target target;
    private final RequestBody body;
    private final Answer answer;

    Exchange(
            ApiConnection connection,
            ServerRequest request,
            Target target,
            RequestBody body,
            Answer answer) {
        this.connection = connection;
        this.request = request;
        this.target = target;
        this.body = body;
        this.answer = answer;
    }

    String method() {
        return target.method();
    }

    /** The path, decoded, without its version. */
    String path() {
        return target.path();
    }

    /** The version asked for, which some answers' shapes depend on. */
    ApiVersion version() {
        return target.version();
    }

    /** What the route's variable stands for in this request, decoded. */
    String variable(String name) {
        String value = target.variables().get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    Query query() {
        return target.query();
    }

    Answer answer() {
        return answer;
    }

    Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /** Whether the client asks to take over the connection. */
    boolean upgrade() {
        return request.headers().contains(HeaderNames.UPGRADE);
    }

    InputStream body() {
        return body;
    }

    /**
     * The body of a request that carries JSON, whole; empty if there is none.
     *
     * @throws ApiException 400 if the content type is another one, 413 over 16 MiB
     */
    byte[] json() throws IOException {
        String type = request.headers().first(CONTENT_TYPE).orElse("");
        String bare = type.split(";", 2)[0].trim();
        byte[] json = body.readNBytes(LARGEST_JSON + 1);
        if (json.length > LARGEST_JSON) {
            throw new ApiException(413, "the request's body is over the limit of 16 MiB");
        }
        if (!bare.isEmpty() && !bare.equals("application/json")) {
            throw new ApiException(
                    400, "Content-Type specified (" + type + ") must be 'application/json'");
        }
        return json;
    }

    /**
     * The body as a record.
     *
     * @param wrong the answer's status if the body is no such thing; moby has 500 for some requests
     *     and 400 for others
     * @throws ApiException in Go's words
     */
    <T> T json(GoStruct struct, Class<T> type, int wrong) throws IOException {
        return read(json(), struct, type, wrong);
    }

    /** As the other, for a body that has been fetched. */
    static <T> T read(byte[] json, GoStruct struct, Class<T> type, int wrong) {
        try {
            return GoJson.read(struct.check(json), type);
        } catch (MalformedJsonException | GoTypeException e) {
            throw new ApiException(wrong, String.valueOf(e.getMessage()));
        }
    }

    /** Answers with a wire record. */
    void answerJson(int status, Object record) {
        answer.send(status, WireJson.line(record), "Content-Type: application/json");
    }

    /** Answers 200 with a list of wire records. */
    void answerList(List<?> records) {
        answer.send(200, WireJson.list(records), "Content-Type: application/json");
    }

    /** Calls {@code hangUp} on another thread if the client goes before the watch is closed. */
    ConnectionInput.Watch watch(Runnable hangUp) {
        return connection.input().watch(hangUp);
    }

    /** The connection, for a handler that takes it over. */
    ApiConnection connection() {
        return connection;
    }
}
