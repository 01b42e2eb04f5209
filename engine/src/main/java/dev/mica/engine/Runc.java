package dev.mica.engine;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code runc}, for what is done seldom; what is done for every container is done
 * without a process where that is as safe ({@link ExecFifo}, {@link Cgroup}).
 *
 * @param program where it is
 * @param stateDirectory where it keeps what it knows of containers
 */
record Runc(Path program, Path stateDirectory) {
    /** What programs of ours are found on. */
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final int LIMIT_SECONDS = 60;

    /** Arguments that come before every command. */
    List<String> globalArguments() {
        return List.of("--root=" + stateDirectory, "--log-format=json");
    }

    /** What runc keeps of one container. */
    Path state(String id) {
        return stateDirectory.resolve(id);
    }

    /** Lets a created container go on, where that cannot be done by its pipe. */
    void start(String id) {
        run("start", id);
    }

    /** Ends what is left of a container and forgets it, whatever state it is in. */
    void delete(String id) {
        run("delete", "--force", id);
    }

    /** Freezes all processes of a container. */
    void pause(String id) {
        run("pause", id);
    }

    /** Lets all processes of a container go on. */
    void resume(String id) {
        run("resume", id);
    }

    private void run(String... command) {
        List<String> all = new ArrayList<>();
        all.add(program.toString());
        all.addAll(globalArguments());
        all.addAll(List.of(command));
        try {
            ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
            builder.environment().put("PATH", PATH);
            Process process = builder.start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new RuntimeFailure(
                        "runc " + command[0] + " took over " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new RuntimeFailure(reason(said));
            }
        } catch (IOException e) {
            throw new RuntimeFailure("runc " + command[0] + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuntimeFailure("interrupted while waiting for runc " + command[0]);
        }
    }

    /** The message of the last error in what runc said, a JSON object a line. */
    static String reason(String said) {
        String found = said.strip();
        for (String line : said.split("\n", -1)) {
            if (line.startsWith("{")) {
                try {
                    LogLine entry = GoJson.read(line, LogLine.class);
                    if ("error".equals(entry.level()) || "fatal".equals(entry.level())) {
                        found = Texts.orEmpty(entry.msg());
                    }
                } catch (MalformedJsonException _) {
                    // not runc's own: something that the container's process said
                }
            }
        }
        return found;
    }

    @Json
    record LogLine(
            @Json.Property("level") @Nullable String level,
            @Json.Property("msg") @Nullable String msg) {}
}
