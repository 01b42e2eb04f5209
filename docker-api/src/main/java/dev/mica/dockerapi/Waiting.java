package dev.mica.dockerapi;

import dev.mica.engine.Containers;
import dev.mica.engine.ExitStatus;
import dev.mica.engine.WaitCondition;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * {@code POST /containers/ID/wait}. The head goes out as soon as the end can no longer be missed,
 * for {@code docker run} starts the container only once it has seen it; the body comes with the
 * end. A client that leaves ends its wait.
 */
final class Waiting {
    private Waiting() {}

    static void serve(Containers containers, Exchange exchange) throws IOException {
        WaitCondition condition = condition(exchange.query().string("condition"));
        CompletableFuture<ExitStatus> end = containers.await(exchange.variable("id"), condition);
        try (ChunkedBody body = exchange.answer().stream(200, "Content-Type: application/json")) {
            body.flush();
            try (var _ = exchange.watch(() -> end.cancel(true))) {
                body.write(WireJson.line(answer(end)));
            }
        } finally {
            end.cancel(true);
        }
    }

    private static WaitAnswer answer(CompletableFuture<ExitStatus> end) {
        try {
            ExitStatus status = end.get();
            WaitAnswer.Problem problem = status.error().map(WaitAnswer.Problem::new).orElse(null);
            return new WaitAnswer(problem, status.code());
        } catch (CancellationException e) {
            return failed("context canceled");
        } catch (ExecutionException e) {
            return failed(Failures.told(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("context canceled");
        }
    }

    private static WaitAnswer failed(String why) {
        return new WaitAnswer(new WaitAnswer.Problem(why), -1);
    }

    private static WaitCondition condition(String name) {
        return switch (name) {
            case "", "not-running" -> WaitCondition.NOT_RUNNING;
            case "next-exit" -> WaitCondition.NEXT_EXIT;
            case "removed" -> WaitCondition.REMOVED;
            default -> throw new ApiException(400, "invalid condition: " + GoText.quote(name));
        };
    }
}
