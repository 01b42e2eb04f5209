package dev.mica.image.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/**
 * Go's {@code time.Time} as text: RFC 3339 in UTC with up to nine fractional digits, trailing zeros
 * trimmed.
 */
public final class GoTime {

    /** Go's zero time, which means "never" wherever Docker stores a time. */
    public static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    private GoTime() {}

    /** Whether this is Go's zero time. */
    public static boolean isZero(Instant time) {
        return time.equals(ZERO);
    }

    /** {@code 2026-01-02T03:04:05.000000006Z}. */
    public static String format(Instant time) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(30);
        pad(out, utc.getYear(), 4).append('-');
        pad(out, utc.getMonthValue(), 2).append('-');
        pad(out, utc.getDayOfMonth(), 2).append('T');
        pad(out, utc.getHour(), 2).append(':');
        pad(out, utc.getMinute(), 2).append(':');
        pad(out, utc.getSecond(), 2);
        int nanos = utc.get(ChronoField.NANO_OF_SECOND);
        if (nanos != 0) {
            pad(out.append('.'), nanos, 9);
            while (out.charAt(out.length() - 1) == '0') {
                out.setLength(out.length() - 1);
            }
        }
        return out.append('Z').toString();
    }

    /**
     * Reads RFC 3339 with any offset.
     *
     * @throws MalformedJsonException when the text is no time
     */
    public static Instant parse(String text) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            throw new MalformedJsonException(
                    "parsing time \""
                            + text
                            + "\" as \"2006-01-02T15:04:05Z07:00\": "
                            + e.getMessage(),
                    e);
        }
    }

    private static StringBuilder pad(StringBuilder out, int value, int digits) {
        String text = Integer.toString(value);
        return out.repeat('0', Math.max(0, digits - text.length())).append(text);
    }
}
