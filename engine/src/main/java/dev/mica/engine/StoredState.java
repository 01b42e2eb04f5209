package dev.mica.engine;

import dev.mica.image.json.GoTime;
import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.time.Instant;

/** A container's state as {@code config.v2.json} keeps it: moby's {@code container.State}. */
@Json
record StoredState(
        @Json.Property("Running") boolean running,
        @Json.Property("Paused") boolean paused,
        @Json.Property("Restarting") boolean restarting,
        @Json.Property("OOMKilled") boolean oomKilled,
        @Json.Property("RemovalInProgress") boolean removalInProgress,
        @Json.Property("Dead") boolean dead,
        @Json.Property("Pid") int pid,
        @Json.Property("ExitCode") int exitCode,
        @Json.Property("Error") String error,
        @Json.Property("StartedAt") Instant startedAt,
        @Json.Property("FinishedAt") Instant finishedAt,
        @Json.Property("Health") RawJson health) {

    /** Of a container that was never started. */
    static final StoredState CREATED =
            new StoredState(
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    0,
                    0,
                    "",
                    GoTime.ZERO,
                    GoTime.ZERO,
                    RawJson.NULL);

    StoredState {
        error = Texts.orEmpty(error);
        startedAt = Texts.or(startedAt, GoTime.ZERO);
        finishedAt = Texts.or(finishedAt, GoTime.ZERO);
        health = Texts.orNull(health);
    }

    StoredState started(int pid, Instant when) {
        return new StoredState(
                true, false, false, false, false, false, pid, 0, "", when, finishedAt, health);
    }

    StoredState paused(boolean paused) {
        return new StoredState(
                running,
                paused,
                restarting,
                oomKilled,
                removalInProgress,
                dead,
                pid,
                exitCode,
                error,
                startedAt,
                finishedAt,
                health);
    }

    StoredState exited(int exitCode, boolean oomKilled, Instant when) {
        return new StoredState(
                false, false, false, oomKilled, false, dead, 0, exitCode, "", startedAt, when,
                health);
    }

    /** A start that did not come about. */
    StoredState failed(int exitCode, String error) {
        return new StoredState(
                false,
                false,
                false,
                false,
                false,
                dead,
                0,
                exitCode,
                error,
                startedAt,
                finishedAt,
                health);
    }

    StoredState removing(boolean removing, boolean dead) {
        return new StoredState(
                running,
                paused,
                restarting,
                oomKilled,
                removing,
                dead,
                pid,
                exitCode,
                error,
                startedAt,
                finishedAt,
                health);
    }

    /** One word for it, as {@code docker ps --filter status=} takes it. */
    String status() {
        if (running) {
            return paused ? "paused" : restarting ? "restarting" : "running";
        }
        if (removalInProgress) {
            return "removing";
        }
        if (dead) {
            return "dead";
        }
        return GoTime.isZero(startedAt) ? "created" : "exited";
    }

    ContainerState view() {
        return new ContainerState(
                status(),
                running,
                paused,
                restarting,
                oomKilled,
                dead,
                pid,
                exitCode,
                error,
                startedAt,
                finishedAt);
    }
}
