package dev.mica.engine;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** One exec, from its creation until it is forgotten. Thread-safe. */
final class Exec {
    /** How long after its end it can be asked for at least; as with dockerd. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(5).toNanos();

    private final String id = Ids.next();
    private final LiveContainer container;
    private final ExecConfig config;
    private final List<String> command;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CREATED);

    /**
     * How far it is.
     *
     * @param running whether it was started and has not ended
     * @param exitCode empty before its end
     * @param pid what is known of it after its end
     * @param endedAt in the clock of {@link System#nanoTime}
     */
    private record Stage(boolean running, OptionalInt exitCode, int pid, long endedAt) {
        static final Stage CREATED = new Stage(false, OptionalInt.empty(), 0, 0);
        static final Stage RUNNING = new Stage(true, OptionalInt.empty(), 0, 0);

        boolean isLongOver() {
            return exitCode.isPresent() && System.nanoTime() - endedAt > REMEMBERED_NANOS;
        }
    }

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
    void begin() {
        if (!stage.compareAndSet(Stage.CREATED, Stage.RUNNING)) {
            throw EngineException.conflict(
                    "Error: Exec command "
                            + id
                            + (hasEnded() ? " has already run" : " is already running"));
        }
    }

    /** It ended, or could not be started. */
    void end(int code, OptionalInt pid) {
        stage.set(new Stage(false, OptionalInt.of(code), pid.orElse(0), System.nanoTime()));
    }

    boolean hasEnded() {
        return stage.get().exitCode().isPresent();
    }

    /** Whether nobody can ask for it any more. */
    boolean isForgotten() {
        return container.removed() || !container.state().running() || stage.get().isLongOver();
    }

    /**
     * As a client sees it.
     *
     * @param pidNow its process id, if that is known by now
     */
    ExecState view(OptionalInt pidNow) {
        Stage now = stage.get();
        return new ExecState(
                id,
                container.id(),
                now.running(),
                now.exitCode(),
                pidNow.orElse(now.pid()),
                config,
                command.getFirst(),
                command.subList(1, command.size()),
                false);
    }
}
