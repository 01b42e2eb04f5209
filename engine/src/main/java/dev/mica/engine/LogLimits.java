package dev.mica.engine;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a container's log may grow: {@code --log-opt max-size} and {@code max-file}.
 *
 * @param maxSize bytes of one file; 0 for no limit
 * @param maxFiles how many files there may be, 1 or more
 */
record LogLimits(long maxSize, int maxFiles) {
    private static final Set<String> KNOWN = Set.of("max-size", "max-file");
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,15})(?:\\.(\\d{1,3}))? ?([kKmMgGtT]?)(?:i?[bB])?");

    /**
     * Reads the options of the driver {@code json-file}.
     *
     * @throws EngineException 400 for one that is not known, or a value that is no number
     */
    static LogLimits of(LogConfig config) {
        Map<String, String> options = Optional.ofNullable(config.config()).orElse(Map.of());
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw EngineException.invalid(
                        "unknown log opt '" + name + "' for json-file log driver");
            }
        }
        long maxSize = Optional.ofNullable(options.get("max-size")).map(LogLimits::size).orElse(0L);
        int maxFiles = 1;
        String files = options.get("max-file");
        if (files != null) {
            try {
                maxFiles = Integer.parseInt(files);
            } catch (NumberFormatException e) {
                throw EngineException.invalid(
                        "strconv.Atoi: parsing \"" + files + "\": invalid syntax");
            }
            if (maxFiles < 1) {
                throw EngineException.invalid("max-file cannot be less than 1");
            }
        }
        return new LogLimits(maxSize, maxFiles);
    }

    private static long size(String text) {
        if (text.equals("-1")) {
            return 0;
        }
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw EngineException.invalid("invalid size: '" + text + "'");
        }
        int power = "kmgt".indexOf(m.group(3).toLowerCase(Locale.ROOT)) + 1;
        long unit = m.group(3).isEmpty() ? 1 : 1L << (10 * power);
        double number =
                Double.parseDouble(m.group(1) + "." + Optional.ofNullable(m.group(2)).orElse("0"));
        return (long) (number * unit);
    }
}
