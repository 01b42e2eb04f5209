package dev.mica.engine;

import java.util.Set;

/** The log drivers served, and what is said of all others. */
final class LogDrivers {
    private static final Set<String> SERVED = Set.of("json-file", "none");

    /** Docker's own; any other name is looked for among its plugins. */
    private static final Set<String> DOCKERS =
            Set.of(
                    "awslogs",
                    "etwlogs",
                    "fluentd",
                    "gcplogs",
                    "gelf",
                    "journald",
                    "local",
                    "logentries",
                    "splunk",
                    "syslog");

    private LogDrivers() {}

    /**
     * Refuses a driver that is not served.
     *
     * @throws EngineException {@code NOT_IMPLEMENTED} for one of Docker's; else {@code INVALID} in
     *     dockerd's words, which are about a plugin. It is not {@code NOT_FOUND}: clients take that
     *     for a missing image and pull.
     */
    static void check(String driver) {
        if (SERVED.contains(driver)) {
            return;
        }
        if (DOCKERS.contains(driver)) {
            throw EngineException.notImplemented("Mica does not serve --log-driver " + driver);
        }
        throw EngineException.invalid(
                "error looking up logging plugin "
                        + driver
                        + ": plugin \""
                        + driver
                        + "\" not found");
    }
}
