package dev.mica.engine;

import dev.mica.errno.ErrnoException;
import dev.mica.image.json.GoJson;
import dev.mica.linux.Child;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Pipe;
import dev.mica.linux.Poller;
import dev.mica.linux.Spawner;
import io.avaje.jsonb.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code conmon}: one process a container, which holds its standard streams, writes
 * down what it says and how it ended, and outlives the engine.
 *
 * <p>It is started by {@code posix_spawn} with two pipes: on one it waits for a byte before it
 * calls the runtime, on the other it reports the process id, or the runtime's error. Because of
 * {@code --sync} it does not fork: the process that is started here is the container's conmon, and
 * lives as long as the container.
 */
final class Conmon {
    /** How long the runtime may take to create a process, in milliseconds. */
    private static final long PATIENCE = 120_000;

    private static final int SYNC = 3;
    private static final int START = 4;
    private static final int MAX_REPORT = 1 << 20;

    private final Linux linux;
    private final Path program;
    private final Runc runc;

    Conmon(Linux linux, Path program, Runc runc) {
        this.linux = linux;
        this.program = program;
        this.runc = runc;
    }

    /**
     * What a container's conmon is to do.
     *
     * @param tty whether the container has a terminal
     * @param stdin whether it has a standard input
     * @param leaveStdinOpen whether that outlives the first client's
     * @param log where to write what the container says; empty for nowhere
     */
    record Options(boolean tty, boolean stdin, boolean leaveStdinOpen, Optional<Path> log) {}

    /**
     * A container that was created and waits to be started.
     *
     * @param conmon its conmon
     * @param pid its first process
     */
    record Created(Child conmon, int pid) {}

    /**
     * Has the runtime create the container of a bundle.
     *
     * @throws RuntimeFailure with the runtime's own words
     */
    Created create(Bundle bundle, Options options) {
        Cgroup.expectMove();
        try (Pipe sync = Pipe.open(linux);
                Pipe start = Pipe.open(linux)) {
            Child child =
                    new Spawner(linux, program.toString())
                            .arguments(arguments(bundle, options))
                            .environment(
                                    Map.of(
                                            "_OCI_SYNCPIPE",
                                            Integer.toString(SYNC),
                                            "_OCI_STARTPIPE",
                                            Integer.toString(START),
                                            "PATH",
                                            Runc.PATH))
                            .map(SYNC, sync.writer())
                            .map(START, start.reader())
                            .newSession()
                            .start();
            sync.writer().close();
            start.reader().close();
            try {
                // conmon writes its own only where it forks. It waits for the byte below, so no
                // container ever runs whose conmon a later engine could not find.
                Bundle.write(
                        bundle.conmonPidFile(),
                        LocalContainers.bytes(Integer.toString(child.pid())));
                start.writer().write(ByteBuffer.wrap(new byte[] {0}));
                start.writer().close();
                return new Created(child, pid(line(sync.reader())));
            } catch (RuntimeException e) {
                child.signal(9);
                throw e;
            }
        }
    }

    /** What every conmon is told. */
    static List<String> arguments(Bundle bundle, String uuid, Runc runc) {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("--sync", "--full-attach", "--no-sync-log"));
        all.addAll(List.of("--cid", bundle.id(), "--cuuid", uuid));
        all.addAll(List.of("--name", bundle.id()));
        all.addAll(List.of("--runtime", runc.program().toString()));
        for (String argument : runc.globalArguments()) {
            all.add("--runtime-arg");
            all.add(argument);
        }
        all.addAll(List.of("--bundle", bundle.path().toString()));
        all.addAll(List.of("--container-pidfile", bundle.pidFile().toString()));
        all.addAll(List.of("--exit-dir", bundle.exitDirectory().toString()));
        return all;
    }

    /**
     * Sets the size of the terminal that a conmon holds.
     *
     * @throws EngineException where there is no such conmon, or it has ended
     */
    void resize(Bundle bundle, int rows, int columns) {
        // a pipe that nobody reads any more would be waited for, was it not opened so
        int flags = Flags.O_WRONLY | Flags.O_NONBLOCK;
        try (Fd control = Fd.open(linux, bundle.control().toString(), flags, 0)) {
            String order = "1 " + rows + " " + columns + "\n";
            control.write(ByteBuffer.wrap(order.getBytes(StandardCharsets.US_ASCII)));
        } catch (ErrnoException e) {
            throw EngineException.system("cannot resize a stopped container: unknown");
        }
    }

    private List<String> arguments(Bundle bundle, Options options) {
        List<String> all = arguments(bundle, bundle.id(), runc);
        all.add("--log-path");
        all.add(options.log().map(p -> "k8s-file:" + p).orElse("none:"));
        if (options.tty()) {
            all.add("--terminal");
        }
        if (options.stdin()) {
            all.add("--stdin");
        }
        if (options.leaveStdinOpen()) {
            all.add("--leave-stdin-open");
        }
        return all;
    }

    /** The first line that conmon writes, or what there is of it when it died. */
    static String line(Fd pipe) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        StringBuilder line = new StringBuilder();
        try {
            while (line.indexOf("\n") < 0 && line.length() < MAX_REPORT) {
                if (!Poller.awaitReadable(pipe.number(), PATIENCE)) {
                    throw new RuntimeFailure(
                            "conmon did not answer within " + PATIENCE / 1000 + " s");
                }
                if (pipe.read(buffer.clear()) == 0) {
                    break;
                }
                line.append(
                        new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuntimeFailure("interrupted while waiting for conmon");
        }
        // an exec's may be followed by another, which says how it ended
        int end = line.indexOf("\n");
        return (end < 0 ? line : line.substring(0, end)).toString().strip();
    }

    /**
     * The process id in what conmon reports.
     *
     * @throws RuntimeFailure with the runtime's own words
     */
    static int pid(String line) {
        if (line.isEmpty()) {
            throw new RuntimeFailure("conmon ended without a word");
        }
        Report report = GoJson.read(line, Report.class);
        int pid = Math.max(report.pid(), report.data());
        if (pid <= 0) {
            throw new RuntimeFailure(Runc.reason(Texts.orEmpty(report.message())));
        }
        return pid;
    }

    /** The process id of a container is {@code pid}, that of an exec {@code data}. */
    @Json
    record Report(
            @Json.Property("pid") int pid,
            @Json.Property("data") int data,
            @Json.Property("message") @Nullable String message) {}
}
