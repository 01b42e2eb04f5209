package dev.mica.dockerapi;

import dev.mica.engine.ExecState;
import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /exec/ID/json}.
 *
 * @param exitCode null before the end
 */
@Json
record ExecAnswer(
        @Json.Property("ID") String id,
        @Json.Property("Running") boolean running,
        @Json.Property("ExitCode") @Nullable Integer exitCode,
        @Json.Property("ProcessConfig") ProcessConfig processConfig,
        @Json.Property("OpenStdin") boolean openStdin,
        @Json.Property("OpenStderr") boolean openStderr,
        @Json.Property("OpenStdout") boolean openStdout,
        @Json.Property("CanRemove") boolean canRemove,
        @Json.Property("ContainerID") String containerId,
        @Json.Property("DetachKeys") String detachKeys,
        @Json.Property("Pid") int pid) {

    /** What is run. */
    @Json
    record ProcessConfig(
            @Json.Property("tty") boolean tty,
            @Json.Property("entrypoint") String entrypoint,
            @Json.Property("arguments") List<String> arguments,
            @Json.Property("privileged") boolean privileged,
            @Json.Property("user") @Json.Serializer(OmitEmptyText.class) String user) {}

    static ExecAnswer of(ExecState exec) {
        return new ExecAnswer(
                exec.id(),
                exec.running(),
                exec.exitCode().isPresent() ? exec.exitCode().getAsInt() : null,
                new ProcessConfig(
                        exec.config().tty(),
                        exec.entrypoint(),
                        exec.arguments(),
                        exec.config().privileged(),
                        exec.config().user()),
                exec.config().attachStdin(),
                exec.config().attachStderr(),
                exec.config().attachStdout(),
                exec.canRemove(),
                exec.containerId(),
                exec.config().detachKeys(),
                exec.pid());
    }
}
