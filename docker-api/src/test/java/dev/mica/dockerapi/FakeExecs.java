package dev.mica.dockerapi;

import dev.mica.engine.ClientStreams;
import dev.mica.engine.EngineException;
import dev.mica.engine.EngineException.Kind;
import dev.mica.engine.ExecConfig;
import dev.mica.engine.ExecStart;
import dev.mica.engine.ExecState;
import dev.mica.engine.Execs;
import dev.mica.engine.StreamType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Execs that copy their input to their output, save {@code nosuchcmd}, which cannot start. */
final class FakeExecs implements Execs {
    private final Map<String, ExecConfig> made = new ConcurrentHashMap<>();

    @Override
    public String create(String containerRef, ExecConfig config) {
        String id = "e".repeat(64);
        made.put(id, config);
        return id;
    }

    private ExecConfig find(String id) {
        ExecConfig config = made.get(id);
        if (config == null) {
            throw FakeEngine.notFound("No such exec instance: " + id);
        }
        return config;
    }

    @Override
    public ExecState inspect(String id) {
        ExecConfig config = find(id);
        List<String> command = config.cmd();
        return new ExecState(
                id,
                "c".repeat(64),
                false,
                OptionalInt.of(3),
                42,
                config,
                command.getFirst(),
                command.subList(1, command.size()),
                false);
    }

    @Override
    public void start(String id, ExecStart start, ClientStreams client) {
        ExecConfig config = find(id);
        try {
            client.ready(config.tty());
            if (config.cmd().contains("nosuchcmd")) {
                throw new EngineException(Kind.INVALID, "OCI runtime exec failed: nosuchcmd");
            }
            byte[] input = client.input().readAllBytes();
            client.output(StreamType.STDOUT, input, 0, input.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void startDetached(String id, ExecStart start) {
        find(id);
    }

    @Override
    public void resize(String id, int rows, int columns) {
        find(id);
    }
}
