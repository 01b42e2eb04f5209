package dev.mica.image.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as Go writes them: {@code 1h30m}, {@code 1.5s}, {@code 200ms}, {@code 0}. */
public final class GoDuration {
    private static final Pattern PART =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(h|ms|m|s|us|µs|ns)");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "h", 3_600_000_000_000L,
                    "m", 60_000_000_000L,
                    "s", 1_000_000_000L,
                    "ms", 1_000_000L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "ns", 1L);

    private GoDuration() {}

    /**
     * Reads one.
     *
     * @throws DateTimeException when the text is none, in Go's words
     */
    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        int start = negative || text.startsWith("+") ? 1 : 0;
        if (text.substring(start).equals("0")) {
            return Duration.ZERO;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int end = start;
        while (end < text.length() && part.find(end) && part.start() == end) {
            long unit = NANOS.getOrDefault(part.group(2), 0L);
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = part.end();
        }
        if (end == start
                || end < text.length()
                || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new DateTimeException("time: invalid duration \"" + text + "\"");
        }
        long whole = nanos.setScale(0, RoundingMode.DOWN).longValueExact();
        return Duration.ofNanos(negative ? -whole : whole);
    }
}
