package dev.mica.dockerapi;

import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * The way of a request from Helidon's parser to its handler and back. Helidon's own response is not
 * used: the answers' framing is Docker's, and a hijacked or streamed one needs its head out before
 * anything else happens.
 */
final class ApiRouting implements HttpRouting {
    private final RouteTable routes;
    private final String serverHeaders;
    private final HttpSecurity security = HttpRouting.empty().security();

    /**
     * @param serverHeaders the headers of every answer, each with its line end
     */
    ApiRouting(RouteTable routes, String serverHeaders) {
        this.routes = routes;
        this.serverHeaders = serverHeaders;
    }

    @Override
    public HttpSecurity security() {
        return security;
    }

    @Override
    public void route(
            ConnectionContext context, RoutingRequest request, RoutingResponse unusedResponse) {
        if (!(context instanceof ApiConnection connection)) {
            throw new IllegalStateException("a connection that the selector did not make");
        }
        boolean head = request.prologue().method().text().equals("HEAD");
        boolean close = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        var answer = new Answer(connection.output(), serverHeaders, head, close);
        var body = new RequestBody(request);
        try {
            serve(connection, request, body, answer);
            if (!answer.started()) {
                throw new IllegalStateException("the handler gave no answer");
            }
        } catch (CloseConnectionException e) {
            throw e;
        } catch (ClientGoneException e) {
            throw new CloseConnectionException("the client has gone", e);
        } catch (IOException | RuntimeException e) {
            Failures.answer(answer, name(request), e);
        }
        finish(body, answer);
    }

    private void serve(
            ApiConnection connection, ServerRequest request, RequestBody body, Answer answer)
            throws IOException {
        HttpPrologue prologue = request.prologue();
        if (Heads.length(prologue, request.headers()) > Heads.LONGEST) {
            answer.closeConnection();
            throw new ApiException(431, Heads.TOO_LONG);
        }
        String decoded = RequestPath.decode(prologue.uriPath().rawPath());
        String method = prologue.method().text();
        String rawQuery = prologue.query().rawValue();
        String clean = RequestPath.clean(decoded);
        if (!clean.equals(decoded)) {
            String query = rawQuery.isEmpty() ? "" : "?" + rawQuery;
            answer.empty(301, "Location: " + RequestPath.encode(clean) + query);
            return;
        }
        RequestPath path = RequestPath.of(decoded);
        Optional<RouteTable.Match> match = routes.match(method, path.path());
        if (match.isEmpty()) {
            throw new ApiException(404, "page not found");
        }
        ApiVersion version = path.version().orElse(ApiVersion.NEWEST);
        if (!served(version, answer)) {
            return;
        }
        var target =
                new Target(
                        method,
                        path.path(),
                        version,
                        match.get().variables(),
                        Query.parse(rawQuery));
        Handler handler = match.get().route().handler();
        handler.handle(new Exchange(connection, request, target, body, answer));
    }

    private static String name(ServerRequest request) {
        return request.prologue().method().text() + " " + request.prologue().uriPath().rawPath();
    }

    private static boolean served(ApiVersion version, Answer answer) {
        if (version.compareTo(ApiVersion.NEWEST) > 0) {
            throw new ApiException(
                    400,
                    "client version "
                            + version
                            + " is too new. Maximum supported API version is "
                            + ApiVersion.NEWEST);
        }
        if (version.compareTo(ApiVersion.OLDEST) < 0) {
            // Such clients do not know errors in JSON yet.
            String text =
                    "client version "
                            + version
                            + " is too old. Minimum supported API version is "
                            + ApiVersion.OLDEST
                            + ", please upgrade your client to a newer version\n";
            answer.send(
                    400,
                    GoText.ascii(text),
                    "Content-Type: text/plain; charset=utf-8",
                    "X-Content-Type-Options: nosniff");
            return false;
        }
        return true;
    }

    /** Leaves the connection ready for the next request, or ends it. */
    private static void finish(RequestBody body, Answer answer) {
        if (!answer.finished() || answer.closes() || !body.skipRest()) {
            throw new CloseConnectionException("the answer ends the connection");
        }
    }
}
