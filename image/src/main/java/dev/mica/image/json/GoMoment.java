package dev.mica.image.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Points in time as Docker takes them in {@code since} and {@code until}. */
public final class GoMoment {

    private static final Pattern SECONDS = Pattern.compile("-?\\d+(\\.\\d{1,9})?");

    private GoMoment() {}

    /**
     * A moment: {@code 10m} is ten minutes before {@code now}, to the whole second before; a date
     * and time may have a zone, else they are local; a number is in seconds since 1970.
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
        try {
            return now.minus(GoDuration.parse(text)).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            return dated(text);
        }
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
