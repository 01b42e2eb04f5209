package dev.mica.dockerapi;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/**
 * Answers to what never becomes a request: broken request lines, heads that are too long, HTTP/1.0.
 * Helidon's have no body; a client of Docker's expects a message in JSON.
 */
final class EarlyErrors {
    private EarlyErrors() {}

    /**
     * @param serverHeaders the headers of every answer, each with its line end
     */
    static DirectHandlers handlers(String serverHeaders) {
        DirectHandler handler =
                (request, type, status, headers, message) ->
                        answer(serverHeaders, status, headers, message);
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse answer(
            String serverHeaders,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        String text = message == null ? status.reasonPhrase() : message;
        Status given = status;
        if (status.code() == 414 || text.equals("Header size exceeded")) {
            given = Status.create(431, "Request Header Fields Too Large");
            text = Heads.TOO_LONG;
        }
        serverHeaders
                .lines()
                .map(line -> line.split(": ", 2))
                .forEach(
                        pair ->
                                headers.set(
                                        HeaderValues.create(HeaderNames.create(pair[0]), pair[1])));
        headers.set(HeaderValues.CONTENT_TYPE_JSON);
        return DirectHandler.TransportResponse.builder()
                .status(given)
                .headers(headers)
                .entity(Failures.body(text))
                .keepAlive(false)
                .build();
    }
}
