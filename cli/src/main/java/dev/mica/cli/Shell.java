package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the command works with: its streams, its environment, and the daemon it speaks
 * to.
 */
final class Shell {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private @Nullable String host;

    Shell(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** Standard input. */
    InputStream in() {
        return in;
    }

    /** Standard output: buffered, and flushed when the run ends. */
    PrintStream out() {
        return out;
    }

    /** Standard error. */
    PrintStream err() {
        return err;
    }

    /** A variable of the environment that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Sets the daemon's address, as {@code --host} does. */
    void host(@Nullable String given) {
        host = given;
    }

    /** The daemon's address: {@code --host}, else {@code DOCKER_HOST}, else Mica's own socket. */
    String host() {
        return host != null ? host : variable("DOCKER_HOST").orElse(DockerClient.DEFAULT_HOST);
    }

    /** A client of the daemon. */
    DockerClient client() {
        try {
            return DockerClient.of(host(), variable("DOCKER_API_VERSION").orElse(null));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), 1, e);
        }
    }
}
