package dev.mica.engine;

import io.avaje.jsonb.Json;
import java.time.Instant;

/**
 * What a container does at one moment, as {@code docker inspect} shows it.
 *
 * @param status {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code
 *     removing}, {@code exited} or {@code dead}
 * @param running whether its process lives, also when paused
 * @param paused whether it is frozen
 * @param restarting whether a policy is about to start it
 * @param oomKilled whether the kernel killed it for want of memory
 * @param dead whether its removal failed
 * @param pid on the host; 0 where it does not run
 * @param exitCode of the last run
 * @param error why the last start failed; empty where it did not
 * @param startedAt Go's zero time before the first start
 * @param finishedAt Go's zero time before the first end
 */
@Json
public record ContainerState(
        @Json.Property("Status") String status,
        @Json.Property("Running") boolean running,
        @Json.Property("Paused") boolean paused,
        @Json.Property("Restarting") boolean restarting,
        @Json.Property("OOMKilled") boolean oomKilled,
        @Json.Property("Dead") boolean dead,
        @Json.Property("Pid") int pid,
        @Json.Property("ExitCode") int exitCode,
        @Json.Property("Error") String error,
        @Json.Property("StartedAt") Instant startedAt,
        @Json.Property("FinishedAt") Instant finishedAt) {}
