package dev.mica.engine;

import dev.mica.image.json.StringOrList;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a further process in a container is to be: moby's {@code types.ExecConfig}.
 *
 * @param user as in {@code docker exec --user}; empty takes the container's
 * @param privileged whether it gets all capabilities
 * @param tty whether it gets a terminal
 * @param attachStdin whether its input comes from the client
 * @param attachStderr whether the client gets its standard error
 * @param attachStdout whether the client gets its standard output
 * @param detach unused by Docker
 * @param detachKeys the keys that detach the client; empty for the default
 * @param env added to the container's environment
 * @param workingDir where it starts; empty takes the container's
 * @param cmd the command
 */
@Json
public record ExecConfig(
        @Json.Property("User") String user,
        @Json.Property("Privileged") boolean privileged,
        @Json.Property("Tty") boolean tty,
        @Json.Property("AttachStdin") boolean attachStdin,
        @Json.Property("AttachStderr") boolean attachStderr,
        @Json.Property("AttachStdout") boolean attachStdout,
        @Json.Property("Detach") boolean detach,
        @Json.Property("DetachKeys") String detachKeys,
        @Json.Property("Env") @Nullable List<String> env,
        @Json.Property("WorkingDir") String workingDir,
        @Json.Property("Cmd") @Json.Serializer(StringOrList.class) @Nullable List<String> cmd) {

    /** Absent strings, which the JSON adapter gives as null, are empty. */
    public ExecConfig {
        user = Texts.orEmpty(user);
        detachKeys = Texts.orEmpty(detachKeys);
        workingDir = Texts.orEmpty(workingDir);
    }
}
