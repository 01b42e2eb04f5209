package dev.mica.engine;

import dev.mica.image.json.GoJson;
import dev.mica.linux.Root;
import dev.mica.storage.ReadWriteLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Further processes in running containers. */
final class LocalExecs implements Execs {
    private static final System.Logger LOG = System.getLogger(LocalExecs.class.getName());
    private static final int NOT_EXECUTABLE = 126;
    private static final List<String> CLIENTS_FAULTS =
            List.of(
                    "executable file not found",
                    "no such file or directory",
                    "permission denied",
                    "not a directory");

    private final Parts parts;
    private final ContainerIndex index;
    private final ContainerEvents events;
    private final ContainerSpecs specs;
    private final ConmonExec conmon;
    private final Map<String, Exec> all = new ConcurrentHashMap<>();

    LocalExecs(
            Parts parts,
            ContainerIndex index,
            ContainerEvents events,
            ContainerSpecs specs,
            Path program) {
        this.parts = parts;
        this.index = index;
        this.events = events;
        this.specs = specs;
        this.conmon = new ConmonExec(parts.linux(), program, parts.runc());
    }

    int count() {
        return all.size();
    }

    @Override
    public String create(String containerRef, ExecConfig config) {
        LiveContainer container = index.get(containerRef);
        checkRuns(container, containerRef);
        List<String> command = SpecBuilder.orEmpty(config.cmd());
        if (command.isEmpty()) {
            throw EngineException.invalid("No exec command specified");
        }
        DetachKeys.parse(config.detachKeys());
        all.values().removeIf(Exec::isForgotten);
        Exec exec = new Exec(container, config, command);
        all.put(exec.id(), exec);
        container.execs().add(exec.id());
        event(exec, "exec_create: " + exec.commandLine(), Map.of());
        return exec.id();
    }

    private static void checkRuns(LiveContainer container, String ref) {
        if (!container.state().running()) {
            throw EngineException.conflict("Container " + container.id() + " is not running");
        }
        if (container.state().paused()) {
            throw EngineException.conflict(
                    "Container " + ref + " is paused, unpause the container before exec");
        }
    }

    private Exec get(String id) {
        Exec exec = all.get(id);
        if (exec == null) {
            throw EngineException.notFound("No such exec instance: " + id);
        }
        return exec;
    }

    private Exec ready(String id) {
        Exec exec = get(id);
        checkRuns(exec.container(), exec.container().id());
        return exec;
    }

    @Override
    public ExecState inspect(String id) {
        Exec exec = get(id);
        return exec.view(ContainerRun.number(bundle(exec).pidFile()));
    }

    @Override
    public void start(String id, ExecStart start, ClientStreams client) {
        Exec exec = ready(id);
        ExecConfig config = exec.config();
        try {
            client.ready(start.tty());
            begin(exec);
            AttachRequest request =
                    new AttachRequest(
                            config.attachStdin(),
                            config.attachStdout() || config.tty(),
                            config.attachStderr(),
                            false,
                            true,
                            config.detachKeys());
            Attachment attachment = new Attachment(parts.linux(), request, client);
            CompletableFuture<Integer> end;
            try {
                end = spawn(exec, Optional.of(attachment), start);
            } catch (RuntimeException e) {
                attachment.cancel();
                throw e;
            }
            if (!request.stdout() && !request.stderr() && !request.stdin()) {
                attachment.cancel();
            } else if (attachment.serve()) {
                event(exec, "exec_detach", Map.of());
            } else {
                Futures.get(end);
            }
        } catch (RuntimeFailure e) {
            throw failure(e);
        } catch (IOException e) {
            // the client is gone before the exec began
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void startDetached(String id, ExecStart start) {
        Exec exec = ready(id);
        begin(exec);
        try {
            var _ = spawn(exec, Optional.empty(), start);
        } catch (RuntimeFailure e) {
            throw failure(e);
        }
    }

    /** As dockerd tells it, which sees by the words whether it is the client's fault. */
    private static EngineException failure(RuntimeFailure failure) {
        String message = "OCI runtime exec failed: " + failure.reason() + ": unknown";
        return CLIENTS_FAULTS.stream().anyMatch(message::contains)
                ? EngineException.invalid(message)
                : EngineException.system(message);
    }

    private void begin(Exec exec) {
        exec.begin();
        event(exec, "exec_start: " + exec.commandLine(), Map.of());
    }

    /** Starts it, and sees to its end whether anybody waits for that or not. */
    private CompletableFuture<Integer> spawn(
            Exec exec, Optional<Attachment> attachment, ExecStart start) {
        Cgroup.expectMove();
        Bundle bundle = bundle(exec);
        try {
            Path spec = bundle.path().resolve("process.json");
            Files.createDirectories(bundle.exitDirectory());
            Files.write(spec, GoJson.write(process(exec)));
            CompletableFuture<Integer> end =
                    conmon.start(exec.id(), bundle, spec, exec.config(), attachment);
            if (start.rows() > 0 && start.columns() > 0) {
                firstSize(bundle, start);
            }
            return end.whenComplete((code, failure) -> finish(exec, Optional.ofNullable(code)));
        } catch (IOException e) {
            finish(exec, Optional.empty());
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            finish(exec, Optional.empty());
            throw e;
        }
    }

    private void firstSize(Bundle bundle, ExecStart start) {
        try {
            parts.conmon().resize(bundle, start.rows(), start.columns());
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.DEBUG, "it ended before it had a size", e);
        }
    }

    /**
     * Notes how it ended.
     *
     * @param code empty where it never began
     */
    private void finish(Exec exec, Optional<Integer> code) {
        Bundle bundle = bundle(exec);
        exec.end(code.orElse(NOT_EXECUTABLE), ContainerRun.number(bundle.pidFile()));
        exec.container().execs().remove(exec.id());
        code.ifPresent(c -> event(exec, "exec_die", Map.of("exitCode", Integer.toString(c))));
        parts.removeTree(bundle.path());
    }

    private Bundle bundle(Exec exec) {
        return parts.execBundle(exec.id(), exec.container().id());
    }

    private void event(Exec exec, String action, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("execID", exec.id());
        events.tell(exec.container(), action, attributes);
    }

    private OciSpec.ProcessSpec process(Exec exec) {
        LiveContainer container = exec.container();
        ReadWriteLayer layer =
                parts.layers()
                        .findReadWrite(container.id())
                        .orElseThrow(() -> new RuntimeFailure("the container is gone"));
        Path merged = Path.of(layer.metadata().get("MergedDir"));
        ExecConfig config = exec.config();
        String user = config.user().isEmpty() ? container.stored().config().user() : config.user();
        OciSpec.User found;
        try (Root root = Root.open(parts.linux(), merged.toString(), Root.Links.WITHIN)) {
            found =
                    ContainerUser.find(
                            root, user, SpecBuilder.orEmpty(container.hostConfig().groupAdd()));
        } catch (EngineException e) {
            throw EngineException.system(String.valueOf(e.getMessage())); // as dockerd here
        }
        String own = container.stored().config().workingDir();
        String directory = config.workingDir().isEmpty() ? own : config.workingDir();
        List<String> environment =
                SpecBuilder.replaced(
                        SpecBuilder.environment(
                                container.stored().config().toBuilder().tty(config.tty()).build(),
                                container.stored().config().hostname()),
                        SpecBuilder.orEmpty(config.env()));
        return SpecBuilder.exec(
                specs.input(container, merged, found),
                config.tty(),
                config.privileged(),
                found,
                exec.command(),
                environment,
                directory.isEmpty() ? "/" : directory);
    }

    @Override
    public void resize(String id, int rows, int columns) {
        Exec exec = get(id);
        if (exec.hasEnded()) {
            throw EngineException.notFound("no such exec");
        }
        // the client may ask before conmon has its terminal
        for (int i = 0; i < 40 && !Files.exists(bundle(exec).control()); i++) {
            LockSupport.parkNanos(25_000_000);
        }
        parts.conmon().resize(bundle(exec), rows, columns);
    }
}
