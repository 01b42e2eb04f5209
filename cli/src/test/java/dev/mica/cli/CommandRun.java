package dev.mica.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command line did.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err its standard error
 */
record CommandRun(int code, String out, String err) {

    /** Runs a command line in this JVM. */
    static CommandRun of(Map<String, String> environment, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            Shell shell =
                    new Shell(
                            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                            outStream,
                            errStream,
                            environment);
            int code = new CommandLines(shell).run(args);
            return new CommandRun(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }
    }

    /** Runs a command line against a daemon. */
    static CommandRun of(AnsweringDaemon daemon, String... args) {
        return of(Map.of("DOCKER_HOST", daemon.host()), "", args);
    }

    /** Runs a command line that is to end before it asks a daemon. */
    static CommandRun of(String... args) {
        return of(Map.of("DOCKER_HOST", "unix:///nonexistent/d.sock"), "", args);
    }
}
