package dev.mica.image.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as Docker takes them in {@code since} and {@code until}. */
public final class GoMoment {

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");
    private static final Pattern SECONDS = Pattern.compile("-?\\d+(\\.\\d{1,9})?");

    private GoMoment() {}

    /**
     * A moment: {@code 10m} is ten minutes before {@code now}; a date and time may have a zone,
     * else they are local; a number is in seconds since 1970.
     *
     * @throws DateTimeException when the text is none of these, in Docker's words
     */
    public static Instant parse(String text, Instant now) {
        if (SECONDS.matcher(text).matches()) {
            int point = text.indexOf('.');
            String whole = point < 0 ? text : text.substring(0, point);
            String fraction = point < 0 ? "" : text.substring(point + 1);
            try {
                return Instant.ofEpochSecond(
                        Long.parseLong(whole),
                        Long.parseLong((fraction + "0".repeat(9)).substring(0, 9)));
            } catch (NumberFormatException | DateTimeException e) {
                throw refused(text, e);
            }
        }
        Matcher part = PART.matcher(text);
        Duration before = Duration.ZERO;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            double unit =
                    switch (part.group(2)) {
                        case "h" -> 3600;
                        case "m" -> 60;
                        case "ms" -> 0.001;
                        default -> 1;
                    };
            double nanos = Double.parseDouble(part.group(1)) * unit * 1e9;
            before = before.plusNanos((long) nanos);
            end = part.end();
        }
        return end == text.length() && end > 0 ? now.minus(before) : dated(text);
    }

    private static Instant dated(String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
            }
            boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
            return zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException e) {
            throw refused(text, e);
        }
    }

    private static DateTimeException refused(String text, RuntimeException cause) {
        return new DateTimeException(
                "failed to parse value as time or duration: \"" + text + "\"", cause);
    }
}
