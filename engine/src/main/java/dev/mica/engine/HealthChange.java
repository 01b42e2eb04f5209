package dev.mica.engine;

import dev.mica.image.HealthConfig;
import dev.mica.image.json.GoDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The instruction {@code HEALTHCHECK}, with a Dockerfile's flags and errors. */
final class HealthChange {
    private long interval;
    private long timeout;
    private long startPeriod;
    private int retries;

    private HealthChange() {}

    /**
     * What the instruction asks for.
     *
     * @param text what follows its name
     * @throws EngineException 400 with dockerd's words
     */
    static HealthConfig parse(String text) {
        if (text.isEmpty()) {
            throw EngineException.invalid("HEALTHCHECK requires at least one argument");
        }
        HealthChange change = new HealthChange();
        String rest = text;
        while (rest.startsWith("--")) {
            String[] part = rest.split("\\s+", 2);
            change.flag(part[0].substring(2));
            rest = part.length > 1 ? part[1] : "";
        }
        String[] part = rest.split("\\s+", 2);
        List<String> test = test(part[0], part.length > 1 ? part[1].strip() : "");
        return new HealthConfig(
                test, change.interval, change.timeout, change.startPeriod, change.retries);
    }

    private static List<String> test(String type, String command) {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "" -> throw EngineException.invalid("HEALTHCHECK requires at least one argument");
            case "NONE" -> none(command);
            case "CMD" -> command(command);
            default ->
                    throw EngineException.invalid(
                            "Unknown type \"" + type + "\" in HEALTHCHECK (try CMD)");
        };
    }

    private static List<String> none(String more) {
        if (!more.isEmpty()) {
            throw EngineException.invalid("HEALTHCHECK NONE takes no arguments");
        }
        return List.of("NONE");
    }

    private static List<String> command(String text) {
        if (text.isEmpty()) {
            throw EngineException.invalid("Missing command after HEALTHCHECK CMD");
        }
        Optional<List<String>> words = ConfigChanges.jsonList(text);
        if (words.isEmpty()) {
            return List.of("CMD-SHELL", text);
        }
        List<String> all = new ArrayList<>(List.of("CMD"));
        all.addAll(words.get());
        return List.copyOf(all);
    }

    private void flag(String flag) {
        int equals = flag.indexOf('=');
        String name = equals < 0 ? flag : flag.substring(0, equals);
        String value = equals < 0 ? "" : flag.substring(equals + 1);
        switch (name) {
            case "interval" -> interval = nanos(name, value);
            case "timeout" -> timeout = nanos(name, value);
            case "start-period" -> startPeriod = nanos(name, value);
            case "retries" -> {
                try {
                    retries = Integer.parseInt(value);
                } catch (NumberFormatException e) {
                    throw EngineException.invalid(
                            "strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
                }
                if (retries < 1) {
                    throw EngineException.invalid(
                            "--retries must be at least 1 (not " + retries + ")");
                }
            }
            default -> throw EngineException.invalid("Unknown flag: " + name);
        }
    }

    private static long nanos(String name, String value) {
        try {
            Duration duration = GoDuration.parse(value);
            if (!duration.isZero() && duration.toMillis() < 1) {
                throw EngineException.invalid("Interval \"" + name + "\" cannot be less than 1ms");
            }
            return duration.toNanos();
        } catch (DateTimeException e) {
            throw EngineException.invalid(String.valueOf(e.getMessage()));
        }
    }
}
