package dev.mica.cli;

import dev.mica.image.json.GoMoment;
import java.time.DateTimeException;
import java.time.Instant;

/** Points in time as {@code --since} and {@code --until} take them. */
final class Moments {

    private Moments() {}

    /**
     * A moment as the API takes it, in seconds since 1970; a number stays as it is.
     *
     * @throws CommandException when the text is none
     */
    static String seconds(String text, Instant now) {
        if (text.matches("-?\\d+(\\.\\d+)?")) {
            return text;
        }
        try {
            Instant moment = GoMoment.parse(text, now);
            return moment.getNano() == 0
                    ? Long.toString(moment.getEpochSecond())
                    : "%d.%09d".formatted(moment.getEpochSecond(), moment.getNano());
        } catch (DateTimeException e) {
            throw new CommandException(String.valueOf(e.getMessage()), 1, e);
        }
    }
}
