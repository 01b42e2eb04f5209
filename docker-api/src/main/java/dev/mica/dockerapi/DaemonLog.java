package dev.mica.dockerapi;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The daemon's log as dockerd writes it to a file or the journal, a line a record: {@code
 * time="2026-11-23T23:15:31.868123456Z" level=info msg="Daemon has completed initialization"}.
 */
final class DaemonLog extends Handler {
    /** Puts a record's parameters into its message; nothing else of it is used. */
    private static final SimpleFormatter PARAMETERS = new SimpleFormatter();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");

    /** Held, for java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger MICA = Logger.getLogger("dev.mica");

    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private final PrintStream out;

    private DaemonLog(PrintStream out) {
        this.out = out;
    }

    /** Makes this the whole process's log, in place of whatever was set up. */
    static void install(PrintStream out, boolean debug) {
        LogManager.getLogManager().reset();
        var log = new DaemonLog(out);
        log.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(log);
        root.setLevel(Level.INFO);
        MICA.setLevel(debug ? Level.FINE : Level.INFO);
        HELIDON.setLevel(debug ? Level.INFO : Level.WARNING);
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            var line = new StringBuilder(160).append("time=\"").append(time(entry.getInstant()));
            line.append("\" level=").append(level(entry.getLevel()));
            line.append(" msg=").append(GoText.quote(message(entry))).append('\n');
            byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
            out.write(bytes, 0, bytes.length);
            out.flush();
        }
    }

    private static String time(Instant instant) {
        return TIME.format(OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static String level(Level level) {
        int value = level.intValue();
        return value >= Level.SEVERE.intValue()
                ? "error"
                : value >= Level.WARNING.intValue()
                        ? "warning"
                        : value >= Level.INFO.intValue() ? "info" : "debug";
    }

    private static String message(LogRecord entry) {
        String message = Objects.requireNonNullElse(PARAMETERS.formatMessage(entry), "");
        Throwable thrown = entry.getThrown();
        if (thrown == null) {
            return message;
        }
        var stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        return message + "\n" + stack;
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {}
}
