package dev.mica.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients on a container's streams and its log. Thread-safe. */
final class ContainerStreams {
    private final Parts parts;
    private final ContainerEvents events;

    ContainerStreams(Parts parts, ContainerEvents events) {
        this.parts = parts;
        this.events = events;
    }

    /** Serves a client on the container's streams until they end or it leaves. */
    void attach(LiveContainer container, AttachRequest request, ClientStreams client) {
        if (container.state().paused()) {
            throw EngineException.conflict(
                    "container "
                            + container.id()
                            + " is paused, unpause the container before attach");
        }
        Attachment attachment = new Attachment(parts.linux(), request, client);
        boolean tty = container.stored().config().tty();
        try {
            container.attachments().add(attachment);
            client.ready(tty);
            if (request.logs()) {
                ContainerLog.read(container, past(request), client, () -> true);
            }
            if (!request.stream()) {
                return;
            }
            events.tell(container, "attach", Map.of());
            container.run().ifPresent(run -> attachment.connect(run.bundle()));
            if (container.run().isEmpty()
                    && container.stored().hasBeenStartedBefore()
                    && request.logs()) {
                return;
            }
            if (attachment.serve()) {
                events.tell(container, "detach", Map.of());
            }
        } catch (IOException e) {
            attachment.cancel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            container.attachments().remove(attachment);
        }
    }

    private static LogQuery past(AttachRequest request) {
        return new LogQuery(
                request.stdout(),
                request.stderr(),
                Optional.<Instant>empty(),
                Optional.<Instant>empty(),
                OptionalInt.empty(),
                false,
                false,
                false);
    }

    /** Hands a client what the log has, and where it follows what comes. */
    void logs(LiveContainer container, LogQuery query, ClientOutput client) {
        if (!query.stdout() && !query.stderr()) {
            throw EngineException.invalid("Bad parameters: you must choose at least one stream");
        }
        if (container.hostConfig().logConfig().type().equals("none")) {
            throw EngineException.notImplemented(
                    "configured logging driver does not support reading");
        }
        AtomicBoolean gone = new AtomicBoolean();
        client.onGone(() -> gone.set(true));
        try {
            client.ready(container.stored().config().tty());
            ContainerLog.read(container, query, client, gone::get);
        } catch (IOException | UncheckedIOException e) {
            gone.set(true); // the client is gone, which is for the client to know
        }
    }
}
