package dev.mica.engine;

import dev.mica.image.json.GoJson;
import dev.mica.linux.Child;
import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Pipe;
import dev.mica.linux.Poller;
import dev.mica.linux.Root;
import dev.mica.linux.Spawner;
import dev.mica.storage.ReadWriteLayer;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Further processes in running containers, each under a conmon of its own. The client is connected
 * before the process begins: conmon says when its socket is there, and waits for a second byte.
 */
final class LocalExecs implements Execs {
    private static final int SYNC = 3;
    private static final int START = 4;
    private static final int ATTACH = 5;
    private static final long PATIENCE = 60_000;
    private static final int NOT_EXECUTABLE = 126;

    private final Parts parts;
    private final ContainerIndex index;
    private final ContainerLife life;
    private final Path conmon;
    private final Map<String, Exec> all = new ConcurrentHashMap<>();

    LocalExecs(Parts parts, ContainerIndex index, ContainerLife life, Path conmon) {
        this.parts = parts;
        this.index = index;
        this.life = life;
        this.conmon = conmon;
    }

    /** One exec, from its creation to the end of its container. */
    private static final class Exec {
        final String id = Ids.next();
        final LiveContainer container;
        final ExecConfig config;
        final List<String> command;
        volatile boolean started;
        volatile boolean running;
        volatile OptionalInt exitCode = OptionalInt.empty();
        volatile int pid;

        Exec(LiveContainer container, ExecConfig config, List<String> command) {
            this.container = container;
            this.config = config;
            this.command = command;
        }
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
        all.values().removeIf(e -> e.container.removed() || !e.container.state().running());
        Exec exec = new Exec(container, config, command);
        all.put(exec.id, exec);
        life.event(
                container, "exec_create: " + String.join(" ", command), Map.of("execID", exec.id));
        return exec.id;
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

    @Override
    public ExecState inspect(String id) {
        Exec exec = get(id);
        return new ExecState(
                exec.id,
                exec.container.id(),
                exec.running,
                exec.exitCode,
                exec.pid,
                exec.config,
                exec.command.getFirst(),
                exec.command.subList(1, exec.command.size()),
                false);
    }

    @Override
    public void start(String id, ExecStart start, ClientStreams client) {
        Exec exec = begin(id);
        ExecConfig config = exec.config;
        AttachRequest request =
                new AttachRequest(
                        config.attachStdin(),
                        config.attachStdout() || config.tty(),
                        config.attachStderr(),
                        false,
                        true,
                        config.detachKeys());
        try {
            client.ready(start.tty());
            Attachment attachment = new Attachment(parts.linux(), request, client);
            try {
                Child child = spawn(exec, Optional.of(attachment), start);
                if (attachment.serve()) {
                    life.event(exec.container, "exec_detach", Map.of("execID", exec.id));
                    finishLater(exec, child);
                } else if (child.isAlive() && !exec.config.attachStdout()) {
                    finishLater(exec, child);
                } else {
                    finish(exec, child);
                }
            } catch (RuntimeFailure e) {
                attachment.cancel();
                exec.exitCode = OptionalInt.of(NOT_EXECUTABLE);
                exec.running = false;
                boolean early = e.reason().startsWith("unable to find ");
                String said =
                        early ? e.reason() : "OCI runtime exec failed: " + e.reason() + ": unknown";
                byte[] text = LocalContainers.bytes(said + "\r\n");
                client.output(StreamType.STDOUT, text, 0, text.length);
            }
        } catch (IOException e) {
            exec.running =
                    exec.running && exec.exitCode.isEmpty(); // the client is gone, it runs on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void startDetached(String id, ExecStart start) {
        Exec exec = begin(id);
        try {
            Child child = spawn(exec, Optional.empty(), start);
            finishLater(exec, child);
        } catch (RuntimeFailure e) {
            exec.exitCode = OptionalInt.of(NOT_EXECUTABLE);
            throw EngineException.invalid("OCI runtime exec failed: " + e.reason() + ": unknown");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Exec begin(String id) {
        Exec exec = get(id);
        checkRuns(exec.container, exec.container.id());
        synchronizedStart(exec);
        return exec;
    }

    private static void synchronizedStart(Exec exec) {
        exec.container.lock().lock();
        try {
            if (exec.started) {
                throw EngineException.conflict(
                        "Error: Exec command " + exec.id + " is already running");
            }
            exec.started = true;
        } finally {
            exec.container.lock().unlock();
        }
    }

    private Bundle bundle(Exec exec) {
        return new Bundle(parts.execRoot().resolve("exec").resolve(exec.id), exec.container.id());
    }

    private Child spawn(Exec exec, Optional<Attachment> attachment, ExecStart start)
            throws InterruptedException {
        Bundle bundle = bundle(exec);
        try {
            Files.createDirectories(bundle.exitDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path spec = bundle.path().resolve("process.json");
        ContainerLife.write(spec, GoJson.write(process(exec)));
        try (Pipe sync = Pipe.open(parts.linux());
                Pipe begin = Pipe.open(parts.linux());
                Pipe attach = Pipe.open(parts.linux())) {
            Child child =
                    new Spawner(parts.linux(), conmon.toString())
                            .arguments(arguments(exec, bundle, spec, attachment.isPresent()))
                            .environment(
                                    Map.of(
                                            "_OCI_SYNCPIPE",
                                            Integer.toString(SYNC),
                                            "_OCI_STARTPIPE",
                                            Integer.toString(START),
                                            "_OCI_ATTACHPIPE",
                                            Integer.toString(ATTACH),
                                            "PATH",
                                            Runc.PATH))
                            .map(SYNC, sync.writer())
                            .map(START, begin.reader())
                            .map(ATTACH, attach.writer())
                            .newSession()
                            .start();
            sync.writer().close();
            begin.reader().close();
            attach.writer().close();
            begin.writer().write(ByteBuffer.wrap(new byte[] {0}));
            if (attachment.isPresent()) {
                line(attach.reader());
                attachment.get().connect(bundle);
                begin.writer().write(ByteBuffer.wrap(new byte[] {0}));
            }
            begin.writer().close();
            String report = line(sync.reader());
            int pid = pid(report);
            exec.pid = pid;
            exec.running = true;
            if (start.rows() > 0 && start.columns() > 0) {
                life.resize(bundle, start.rows(), start.columns());
            }
            life.event(
                    exec.container,
                    "exec_start: " + String.join(" ", exec.command),
                    Map.of("execID", exec.id));
            return child;
        } catch (RuntimeFailure e) {
            remove(bundle);
            throw e;
        }
    }

    private static int pid(String report) {
        if (report.isEmpty()) {
            throw new RuntimeFailure("conmon ended without a word");
        }
        Report parsed = GoJson.read(report, Report.class);
        if (parsed.data() <= 0) {
            throw new RuntimeFailure(Runc.reason(Texts.orEmpty(parsed.message())));
        }
        return parsed.data();
    }

    /** What conmon reports of an exec: its process id, or a negative number and why. */
    @Json
    record Report(
            @Json.Property("data") int data, @Json.Property("message") @Nullable String message) {}

    private static String line(Fd pipe) throws InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\n") < 0) {
            if (!Poller.awaitReadable(pipe.number(), PATIENCE)) {
                throw new RuntimeFailure("conmon did not answer within " + PATIENCE / 1000 + " s");
            }
            if (pipe.read(buffer.clear()) == 0) {
                break;
            }
            line.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
        }
        int end = line.indexOf("\n");
        return (end < 0 ? line : line.substring(0, end)).toString().strip();
    }

    private List<String> arguments(Exec exec, Bundle bundle, Path spec, boolean attached) {
        List<String> arguments = new ArrayList<>();
        // without the version there is no attaching to an exec
        arguments.addAll(List.of("--api-version", "1", "--sync", "--full-attach", "--no-sync-log"));
        arguments.addAll(List.of("--cid", exec.container.id(), "--cuuid", exec.id));
        arguments.addAll(List.of("--name", exec.container.id()));
        arguments.addAll(List.of("--runtime", parts.runc().program().toString()));
        for (String argument : parts.runc().globalArguments()) {
            arguments.add("--runtime-arg");
            arguments.add(argument);
        }
        arguments.addAll(List.of("--bundle", bundle.path().toString()));
        arguments.addAll(List.of("--container-pidfile", bundle.pidFile().toString()));
        arguments.addAll(List.of("--exit-dir", bundle.exitDirectory().toString()));
        arguments.addAll(List.of("--log-path", "none:"));
        arguments.addAll(List.of("--exec", "--exec-process-spec", spec.toString()));
        if (attached) {
            arguments.add("--exec-attach");
        }
        if (exec.config.tty()) {
            arguments.add("--terminal");
        }
        if (exec.config.attachStdin()) {
            arguments.add("--stdin");
        }
        return arguments;
    }

    private OciSpec.ProcessSpec process(Exec exec) {
        LiveContainer container = exec.container;
        ReadWriteLayer layer =
                parts.layers()
                        .findReadWrite(container.id())
                        .orElseThrow(() -> new RuntimeFailure("the container is gone"));
        Path merged = Path.of(layer.metadata().get("MergedDir"));
        ExecConfig config = exec.config;
        String user = config.user().isEmpty() ? container.stored().config().user() : config.user();
        OciSpec.User found;
        try (Root root = Root.open(parts.linux(), merged.toString(), Root.Links.WITHIN)) {
            found =
                    ContainerUser.find(
                            root, user, SpecBuilder.orEmpty(container.hostConfig().groupAdd()));
        } catch (EngineException e) {
            throw new RuntimeFailure(String.valueOf(e.getMessage()));
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
                life.input(container, merged, found),
                config.tty(),
                config.privileged(),
                found,
                exec.command,
                environment,
                directory.isEmpty() ? "/" : directory);
    }

    /** Leaves it running: nobody waits for its end. */
    private void finishLater(Exec exec, Child child) {
        var _ = child.onExit().whenComplete((_, _) -> Thread.ofVirtual().start(() -> done(exec)));
    }

    private void finish(Exec exec, Child child) throws InterruptedException {
        child.waitFor();
        done(exec);
    }

    private void done(Exec exec) {
        Bundle bundle = bundle(exec);
        OptionalInt code = ContainerRun.number(bundle.exitFile());
        exec.exitCode = OptionalInt.of(code.orElse(137));
        exec.running = false;
        remove(bundle);
        life.event(
                exec.container,
                "exec_die",
                Map.of("execID", exec.id, "exitCode", Integer.toString(exec.exitCode.getAsInt())));
    }

    private void remove(Bundle bundle) {
        Path parent = bundle.path().getParent();
        if (parent != null && Files.exists(bundle.path())) {
            try (Directory directory = Directory.open(parts.linux(), parent.toString())) {
                directory.removeTree(bundle.path().getFileName().toString());
            }
        }
    }

    @Override
    public void resize(String id, int rows, int columns) {
        Exec exec = get(id);
        // the client may ask before conmon has its terminal
        for (int i = 0; i < 40 && !Files.exists(bundle(exec).control()); i++) {
            LockSupport.parkNanos(25_000_000);
        }
        life.resize(bundle(exec), rows, columns);
    }
}
