package dev.mica.engine;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** One exec, from its creation until it is forgotten. Thread-safe. */
final class Exec {
    /** How long after its end it can be asked for at least; as with dockerd. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(5).toNanos();

    private final String id = Ids.next();
    private final LiveContainer container;
    private final ExecConfig config;
    private final List<String> command;
    private boolean running;
    private OptionalInt exitCode = OptionalInt.empty();
    private int pid;
    private long endedAt;

    Exec(LiveContainer container, ExecConfig config, List<String> command) {
        this.container = container;
        this.config = config;
        this.command = List.copyOf(command);
    }

    String id() {
        return id;
    }

    LiveContainer container() {
        return container;
    }

    ExecConfig config() {
        return config;
    }

    List<String> command() {
        return command;
    }

    /** The command as events tell it: with a space after its first word even if that is all. */
    String commandLine() {
        return command.getFirst() + " " + String.join(" ", command.subList(1, command.size()));
    }

    /**
     * It runs from now on.
     *
     * @throws EngineException 409 when it was started before
     */
    synchronized void begin() {
        if (running || exitCode.isPresent()) {
            throw EngineException.conflict(
                    "Error: Exec command "
                            + id
                            + (running ? " is already running" : " has already run"));
        }
        running = true;
    }

    /** It ended, or could not be started. */
    synchronized void end(int code, OptionalInt lastPid) {
        running = false;
        exitCode = OptionalInt.of(code);
        lastPid.ifPresent(p -> pid = p);
        endedAt = System.nanoTime();
    }

    synchronized boolean isRunning() {
        return running;
    }

    synchronized boolean hasEnded() {
        return exitCode.isPresent();
    }

    /** Whether nobody can ask for it any more. */
    synchronized boolean isForgotten() {
        return container.removed()
                || !container.state().running()
                || (exitCode.isPresent() && System.nanoTime() - endedAt > REMEMBERED_NANOS);
    }

    /**
     * As a client sees it.
     *
     * @param pidNow its process id, if that is known by now
     */
    synchronized ExecState view(OptionalInt pidNow) {
        return new ExecState(
                id,
                container.id(),
                running,
                exitCode,
                pidNow.orElse(pid),
                config,
                command.getFirst(),
                command.subList(1, command.size()),
                false);
    }
}
