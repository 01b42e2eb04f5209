package dev.mica.engine;

import java.util.Optional;

/**
 * How a container ended.
 *
 * @param code its process's exit code, 128 and the number for a signal
 * @param error what went wrong with the container itself
 */
public record ExitStatus(int code, Optional<String> error) {}
