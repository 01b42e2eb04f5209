package dev.mica.image.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Go's {@code time.Time} as text: RFC 3339 with up to nine fractional digits, trailing zeros
 * trimmed.
 */
public final class GoTime {

    /** Go's zero time, which means "never" wherever Docker stores a time. */
    public static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    private static final Pattern RFC_3339 =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9})?\\d*(Z|[+-]\\d\\d:\\d\\d)");

    private GoTime() {}

    /** Whether this is Go's zero time. */
    public static boolean isZero(Instant time) {
        return time.equals(ZERO);
    }

    /** {@code 2026-01-02T03:04:05.000000006Z}. */
    public static String format(Instant time) {
        return format(time.atOffset(ZoneOffset.UTC));
    }

    /** {@code 2026-01-02T03:04:05.000000006+01:00}. */
    public static String format(OffsetDateTime time) {
        StringBuilder out = new StringBuilder(35);
        pad(out, time.getYear(), 4).append('-');
        pad(out, time.getMonthValue(), 2).append('-');
        pad(out, time.getDayOfMonth(), 2).append('T');
        pad(out, time.getHour(), 2).append(':');
        pad(out, time.getMinute(), 2).append(':');
        pad(out, time.getSecond(), 2);
        if (time.getNano() != 0) {
            pad(out.append('.'), time.getNano(), 9);
            while (out.charAt(out.length() - 1) == '0') {
                out.setLength(out.length() - 1);
            }
        }
        return out.append(time.getOffset().getId()).toString();
    }

    /**
     * Reads RFC 3339 with any offset.
     *
     * @throws MalformedJsonException when the text is no time
     */
    public static OffsetDateTime parse(String text) {
        Matcher m = RFC_3339.matcher(text);
        try {
            if (m.matches()) {
                String fraction = m.group(2) == null ? "" : m.group(2);
                return OffsetDateTime.parse(m.group(1) + fraction + m.group(3));
            }
        } catch (DateTimeException e) {
            throw new MalformedJsonException(unparsable(text), e);
        }
        throw new MalformedJsonException(unparsable(text));
    }

    private static String unparsable(String text) {
        return "parsing time \"" + text + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse";
    }

    private static StringBuilder pad(StringBuilder out, int value, int digits) {
        String text = Integer.toString(value);
        return out.repeat('0', Math.max(0, digits - text.length())).append(text);
    }
}
