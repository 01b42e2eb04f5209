package dev.mica.dockerapi;

import dev.mica.engine.Engine;
import dev.mica.engine.Events;
import dev.mica.engine.RegistryAuth;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The daemon itself: ping, version, info, events, login. */
final class SystemHandlers {
    private static final String[] PING_HEADERS = {
        "Cache-Control: no-cache, no-store, must-revalidate",
        "Content-Type: text/plain; charset=utf-8",
        "Pragma: no-cache"
    };

    private final Engine engine;
    private final SystemFacts facts;

    SystemHandlers(Engine engine, SystemFacts facts) {
        this.engine = engine;
        this.facts = facts;
    }

    void ping(Exchange exchange) {
        byte[] body = GoText.ascii(exchange.method().equals("HEAD") ? "" : "OK");
        exchange.answer().send(200, body, PING_HEADERS);
    }

    void options(Exchange exchange) {
        exchange.answer().empty(200);
    }

    void version(Exchange exchange) {
        exchange.answerJson(200, facts.version());
    }

    void info(Exchange exchange) {
        exchange.answerJson(200, facts.info(exchange.version()));
    }

    void login(Exchange exchange) throws IOException {
        RegistryAuth auth = exchange.json(GoStructs.AUTH, RegistryAuth.class, 500);
        Optional<String> token = engine.images().login(auth);
        exchange.answerJson(200, new AuthAnswer(token.orElse(""), "Login Succeeded"));
    }

    /** Sends the head at once, then a line an event until the client leaves. */
    void events(Exchange exchange) throws IOException {
        Optional<Instant> since = exchange.query().moment("since");
        Optional<Instant> until = exchange.query().moment("until");
        if (since.isPresent() && until.isPresent() && since.get().isAfter(until.get())) {
            throw new ApiException(
                    400,
                    "`since` time ("
                            + exchange.query().string("since")
                            + ") cannot be after `until` time ("
                            + exchange.query().string("until")
                            + ")");
        }
        try (Events.Subscription events =
                        engine.events()
                                .subscribe(since, until, FilterParameter.of(exchange.query()));
                ChunkedBody body =
                        exchange.answer().stream(200, "Content-Type: application/json")) {
            body.flush();
            try (var _ = exchange.watch(events::close)) {
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    body.write(WireJson.line(EventLine.of(event.get())));
                    body.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.answer().closeConnection();
        }
    }
}
