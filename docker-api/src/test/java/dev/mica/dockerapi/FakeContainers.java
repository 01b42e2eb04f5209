package dev.mica.dockerapi;

import dev.mica.engine.AttachRequest;
import dev.mica.engine.ClientOutput;
import dev.mica.engine.ClientStreams;
import dev.mica.engine.Container;
import dev.mica.engine.ContainerState;
import dev.mica.engine.ContainerSummary;
import dev.mica.engine.Containers;
import dev.mica.engine.CreateRequest;
import dev.mica.engine.CreatedContainer;
import dev.mica.engine.EngineException;
import dev.mica.engine.EngineException.Kind;
import dev.mica.engine.ExitStatus;
import dev.mica.engine.Filters;
import dev.mica.engine.ListQuery;
import dev.mica.engine.LogQuery;
import dev.mica.engine.NetworkSettings;
import dev.mica.engine.ProcessTable;
import dev.mica.engine.PruneReport;
import dev.mica.engine.RemoveOptions;
import dev.mica.engine.StreamType;
import dev.mica.engine.WaitCondition;
import dev.mica.image.json.GoTime;
import dev.mica.storage.spi.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Containers that run nothing: attached to, one copies its input to its output and says {@code err}
 * on the other stream; all end with 7 once nothing is attached.
 */
final class FakeContainers implements Containers {
    private static final String ID =
            "0b65ec8ca2130a36f25e086bc8cc0c3d4d656401c0ea1089e1774b2680fd1e5d";

    final LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();
    final CountDownLatch gone = new CountDownLatch(1);
    private final Map<String, CreateRequest> made = new ConcurrentHashMap<>();
    private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean attached;

    @Override
    public CreatedContainer create(CreateRequest request) {
        if (!request.config().image().equals("img:1")) {
            throw FakeEngine.notFound("No such image: " + request.config().image());
        }
        made.put(ID, request);
        return new CreatedContainer(ID, List.of());
    }

    private CreateRequest find(String ref) {
        CreateRequest request = ID.startsWith(ref) ? made.get(ID) : null;
        if (request == null) {
            throw FakeEngine.notFound("No such container: " + ref);
        }
        return request;
    }

    @Override
    public boolean start(String ref, String detachKeys) {
        find(ref);
        calls.add("start");
        started.countDown();
        if (!attached) {
            end.complete(new ExitStatus(7, java.util.Optional.empty()));
        }
        return true;
    }

    @Override
    public boolean stop(String ref, OptionalInt seconds) {
        find(ref);
        calls.add("stop " + seconds);
        return false;
    }

    @Override
    public void restart(String ref, OptionalInt seconds) {
        find(ref);
    }

    @Override
    public void kill(String ref, String signal) {
        find(ref);
        throw new EngineException(Kind.INVALID, "Invalid signal: " + signal);
    }

    @Override
    public void pause(String ref) {
        find(ref);
    }

    @Override
    public void unpause(String ref) {
        find(ref);
    }

    @Override
    public void rename(String ref, String name) {
        find(ref);
        calls.add("rename " + name);
    }

    @Override
    public void remove(String ref, RemoveOptions options) {
        find(ref);
        calls.add("remove " + options);
    }

    @Override
    public CompletableFuture<ExitStatus> await(String ref, WaitCondition condition) {
        find(ref);
        calls.add("await " + condition);
        CompletableFuture<ExitStatus> mine = end.copy();
        var _ =
                mine.whenComplete(
                        (status, problem) -> {
                            if (mine.isCancelled()) {
                                gone.countDown();
                            }
                        });
        return mine;
    }

    @Override
    public List<ContainerSummary> list(ListQuery query) {
        calls.add("list " + query);
        return List.of();
    }

    @Override
    public Container inspect(String ref, boolean size) {
        CreateRequest request = find(ref);
        return new Container(
                ID,
                FakeEngine.CREATED,
                "sh",
                List.of(),
                new ContainerState(
                        "created",
                        false,
                        false,
                        false,
                        false,
                        false,
                        0,
                        0,
                        "",
                        GoTime.ZERO,
                        GoTime.ZERO),
                "sha256:1",
                "",
                "",
                "",
                "",
                "c1",
                0,
                "overlay2",
                "linux",
                "",
                "",
                "",
                List.of(),
                request.hostConfig(),
                Map.of("UpperDir", "/u"),
                size ? OptionalLong.of(0) : OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                request.config(),
                new NetworkSettings("", "", null, Map.of()));
    }

    @Override
    public void resize(String ref, int rows, int columns) {
        calls.add("resize " + rows + "x" + columns);
    }

    @Override
    public ProcessTable top(String ref, String psArguments) {
        find(ref);
        return new ProcessTable(List.of(List.of("1", "sh")), List.of("PID", "CMD"));
    }

    @Override
    public List<Change> changes(String ref) {
        find(ref);
        return List.of(new Change("/a", Change.Kind.ADD));
    }

    @Override
    public void export(String ref, OutputStream out) {
        find(ref);
        try {
            out.write(new byte[100_000]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (ref.length() < ID.length()) {
            throw new EngineException(Kind.SYSTEM, "the disk is gone");
        }
    }

    @Override
    public void attach(String ref, AttachRequest request, ClientStreams client) {
        boolean raw = find(ref).config().tty();
        attached = true;
        try {
            client.ready(raw);
            started.await();
            write(client, StreamType.STDERR, "err\n");
            if (request.stdin()) {
                byte[] input = client.input().readAllBytes();
                client.output(StreamType.STDOUT, input, 0, input.length);
            }
            write(client, StreamType.STDOUT, "out\n");
        } catch (IOException | InterruptedException e) {
            calls.add("client gone");
        } finally {
            end.complete(new ExitStatus(7, java.util.Optional.empty()));
        }
    }

    @Override
    public void logs(String ref, LogQuery query, ClientOutput client) {
        boolean raw = find(ref).config().tty();
        calls.add("logs " + query);
        try {
            client.ready(raw);
            write(client, StreamType.STDOUT, "line\n");
            if (query.follow()) {
                var left = new CountDownLatch(1);
                client.onGone(left::countDown);
                left.await();
                gone.countDown();
            }
        } catch (IOException | InterruptedException e) {
            calls.add("client gone");
        }
    }

    private static void write(ClientOutput client, StreamType stream, String text)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        client.output(stream, bytes, 0, bytes.length);
    }

    @Override
    public PruneReport prune(Filters filters) {
        return new PruneReport(List.of(), 0);
    }
}
