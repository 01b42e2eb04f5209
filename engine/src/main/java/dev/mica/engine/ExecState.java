package dev.mica.engine;

import java.util.List;
import java.util.OptionalInt;

/**
 * An exec as {@code GET /exec/ID/json} shows it. Immutable.
 *
 * @param id the exec's
 * @param containerId whose process it is
 * @param running whether it runs
 * @param exitCode empty before its end
 * @param pid on the host; 0 before its start
 * @param config what it was made from
 * @param entrypoint the command's first word
 * @param arguments the command's other words
 * @param canRemove whether it may be forgotten
 */
public record ExecState(
        String id,
        String containerId,
        boolean running,
        OptionalInt exitCode,
        int pid,
        ExecConfig config,
        String entrypoint,
        List<String> arguments,
        boolean canRemove) {

    public ExecState {
        arguments = List.copyOf(arguments);
    }
}
