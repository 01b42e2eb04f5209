package dev.mica.dockerapi;

import dev.mica.engine.AttachRequest;
import dev.mica.engine.Containers;
import dev.mica.engine.CreateRequest;
import dev.mica.engine.CreatedContainer;
import dev.mica.engine.ListQuery;
import dev.mica.engine.LogQuery;
import dev.mica.engine.PruneReport;
import dev.mica.engine.RemoveOptions;
import dev.mica.image.ContainerConfig;
import dev.mica.image.Platform;
import java.io.IOException;
import java.util.OptionalInt;

/** Containers: made, run, looked at, listened to and removed. */
final class ContainerHandlers {
    private final Containers containers;

    ContainerHandlers(Containers containers) {
        this.containers = containers;
    }

    void list(Exchange exchange) {
        Query query = exchange.query();
        exchange.answerList(
                containers
                        .list(
                                new ListQuery(
                                        query.bool("all"),
                                        query.integer("limit", 500).orElse(0),
                                        query.bool("size"),
                                        query.optional("since"),
                                        query.optional("before"),
                                        FilterParameter.of(query)))
                        .stream()
                        .map(ContainerListEntry::of)
                        .toList());
    }

    void create(Exchange exchange) throws IOException {
        Query query = exchange.query();
        CreateBody body = CreateBody.parse(GoStructs.CREATE, exchange.json(), 500);
        ContainerConfig config =
                body.config()
                        .orElseThrow(
                                () ->
                                        new ApiException(
                                                400,
                                                "Config cannot be empty in order to create a"
                                                        + " container"));
        CreatedContainer created =
                containers.create(
                        new CreateRequest(
                                query.optional("name"),
                                config,
                                body.hostConfig(),
                                body.networking(),
                                query.optional("platform").map(Platform::parse)));
        exchange.answerJson(201, new CreateAnswer(created.id(), created.warnings()));
    }

    void inspect(Exchange exchange) {
        var container = containers.inspect(id(exchange), exchange.query().bool("size"));
        exchange.answerJson(200, ContainerAnswer.of(container));
    }

    void start(Exchange exchange) throws IOException {
        // A host config here, as before 1.24, is at least seven bytes long.
        if (exchange.body().readNBytes(8).length > 7) {
            throw new ApiException(
                    400,
                    "starting container with non-empty request body was deprecated since API v1.22"
                            + " and removed in v1.24");
        }
        boolean started = containers.start(id(exchange), exchange.query().string("detachKeys"));
        exchange.answer().empty(started ? 204 : 304);
    }

    void stop(Exchange exchange) {
        boolean stopped = containers.stop(id(exchange), seconds(exchange));
        exchange.answer().empty(stopped ? 204 : 304);
    }

    void restart(Exchange exchange) {
        containers.restart(id(exchange), seconds(exchange));
        exchange.answer().empty(204);
    }

    private static OptionalInt seconds(Exchange exchange) {
        return exchange.query().integer("t", 500);
    }

    void kill(Exchange exchange) {
        containers.kill(id(exchange), exchange.query().string("signal"));
        exchange.answer().empty(204);
    }

    void pause(Exchange exchange) {
        containers.pause(id(exchange));
        exchange.answer().empty(204);
    }

    void unpause(Exchange exchange) {
        containers.unpause(id(exchange));
        exchange.answer().empty(204);
    }

    void rename(Exchange exchange) {
        String name = exchange.query().string("name");
        if (name.isEmpty()) { // before the container is looked for
            throw new ApiException(400, "Neither old nor new names may be empty");
        }
        containers.rename(id(exchange), name);
        exchange.answer().empty(204);
    }

    void remove(Exchange exchange) {
        Query query = exchange.query();
        containers.remove(
                id(exchange),
                new RemoveOptions(query.bool("v"), query.bool("force"), query.bool("link")));
        exchange.answer().empty(204);
    }

    void resize(Exchange exchange) {
        Query query = exchange.query();
        containers.resize(id(exchange), query.side("h"), query.side("w"));
        exchange.answer().empty(200);
    }

    void top(Exchange exchange) {
        exchange.answerJson(200, containers.top(id(exchange), exchange.query().string("ps_args")));
    }

    void changes(Exchange exchange) {
        exchange.answerList(
                containers.changes(id(exchange)).stream()
                        .map(change -> new ChangeEntry(change.path(), change.kind().apiCode()))
                        .toList());
    }

    void export(Exchange exchange) {
        ChunkedBody body = exchange.answer().stream(200, "Content-Type: application/octet-stream");
        containers.export(id(exchange), body);
        body.close();
    }

    void await(Exchange exchange) throws IOException {
        Waiting.serve(containers, exchange);
    }

    void attach(Exchange exchange) throws IOException {
        Query query = exchange.query();
        var client = new HijackedClient(exchange, true);
        try {
            containers.attach(
                    id(exchange),
                    new AttachRequest(
                            query.bool("stdin"),
                            query.bool("stdout"),
                            query.bool("stderr"),
                            query.bool("logs"),
                            query.bool("stream"),
                            query.string("detachKeys")),
                    client);
        } catch (RuntimeException e) {
            client.fail(e);
        }
    }

    void logs(Exchange exchange) {
        Query query = exchange.query();
        if (!query.bool("stdout") && !query.bool("stderr")) {
            throw new ApiException(400, "Bad parameters: you must choose at least one stream");
        }
        boolean follow = query.bool("follow");
        try (var client = new LogClient(exchange, follow)) {
            containers.logs(
                    id(exchange),
                    new LogQuery(
                            query.bool("stdout"),
                            query.bool("stderr"),
                            query.moment("since"),
                            query.moment("until"),
                            tail(query),
                            follow,
                            query.bool("timestamps"),
                            query.bool("details")),
                    client);
            client.end();
        }
    }

    /** What is no number, or a negative one, means all lines. */
    private static OptionalInt tail(Query query) {
        try {
            int lines = Integer.parseInt(query.string("tail"));
            return lines < 0 ? OptionalInt.empty() : OptionalInt.of(lines);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    void prune(Exchange exchange) {
        PruneReport report = containers.prune(FilterParameter.of(exchange.query()));
        exchange.answerJson(
                200,
                new PruneAnswer.Containers(
                        report.removed().isEmpty() ? null : report.removed(),
                        report.spaceReclaimed()));
    }

    /** What is not served for any container is still 404 for one that is not there. */
    void refuse(Exchange exchange) {
        containers.inspect(id(exchange), false);
        NotServed.refuse(exchange);
    }

    private static String id(Exchange exchange) {
        return exchange.variable("id");
    }
}
