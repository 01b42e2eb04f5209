package dev.mica.engine;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which part of a log is wanted, and how.
 *
 * @param stdout whether lines of standard output are wanted
 * @param stderr whether lines of standard error are wanted
 * @param since lines from this moment on
 * @param until lines up to this moment
 * @param tail how many of the last lines; empty for all
 * @param follow whether to go on with what comes
 * @param timestamps whether each line begins with its time
 * @param details whether each line begins with the log's attributes
 */
public record LogQuery(
        boolean stdout,
        boolean stderr,
        Optional<Instant> since,
        Optional<Instant> until,
        OptionalInt tail,
        boolean follow,
        boolean timestamps,
        boolean details) {}
