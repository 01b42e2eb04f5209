package dev.mica.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as {@code --since} and {@code --until} take them. */
final class Moments {

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");

    private Moments() {}

    /**
     * The moment in seconds since 1970, as the API takes it: {@code 10m} is ten minutes before
     * {@code now}; a date and time may have a zone, else they are local; a number stays as it is.
     *
     * @throws CommandException when the text is none of these
     */
    static String seconds(String text, Instant now) {
        if (text.matches("-?\\d+(\\.\\d+)?")) {
            return text;
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
        Instant moment = end == text.length() && end > 0 ? now.minus(before) : dated(text);
        return moment.getNano() == 0
                ? Long.toString(moment.getEpochSecond())
                : "%d.%09d".formatted(moment.getEpochSecond(), moment.getNano());
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
            throw new CommandException(
                    "failed to parse value as time or duration: \"" + text + "\"", 1, e);
        }
    }
}
