package dev.mica.dockerapi;

import dev.mica.engine.ExecConfig;
import dev.mica.engine.ExecStart;
import dev.mica.engine.Execs;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Further processes in running containers. */
final class ExecHandlers {
    private final Execs execs;

    ExecHandlers(Execs execs) {
        this.execs = execs;
    }

    void create(Exchange exchange) throws IOException {
        ExecConfig config = body(exchange, GoStructs.EXEC_CREATE, ExecConfig.class);
        List<String> command = config.cmd();
        if (command == null || command.isEmpty()) {
            throw new ApiException(400, "No exec command specified");
        }
        exchange.answerJson(201, new IdAnswer(execs.create(exchange.variable("id"), config)));
    }

    void inspect(Exchange exchange) {
        exchange.answerJson(200, ExecAnswer.of(execs.inspect(exchange.variable("id"))));
    }

    void start(Exchange exchange) throws IOException {
        ExecStartBody body = body(exchange, GoStructs.EXEC_START, ExecStartBody.class);
        String id = exchange.variable("id");
        ExecStart start = new ExecStart(body.tty(), body.side(0), body.side(1));
        if (body.detach()) {
            execs.startDetached(id, start);
            exchange.answer().empty(200);
            return;
        }
        var client = new HijackedClient(exchange, false);
        try {
            execs.start(id, start, client);
        } catch (RuntimeException e) {
            client.fail(e);
        }
    }

    void resize(Exchange exchange) {
        Query query = exchange.query();
        execs.resize(exchange.variable("id"), query.side("h"), query.side("w"));
        exchange.answer().empty(200);
    }

    private static <T> T body(Exchange exchange, GoStruct struct, Class<T> type)
            throws IOException {
        byte[] json = exchange.json();
        if (json.length == 0) {
            throw new ApiException(400, "got EOF while reading request body");
        }
        return Exchange.read(json, struct, type, 400);
    }

    /** The body of a start; {@code consoleSize} is height and width. */
    @Json
    record ExecStartBody(
            @Json.Property("Detach") boolean detach,
            @Json.Property("Tty") boolean tty,
            @Json.Property("ConsoleSize") @Nullable List<Integer> consoleSize) {

        int side(int index) {
            return consoleSize == null || consoleSize.size() != 2 ? 0 : consoleSize.get(index);
        }
    }
}
