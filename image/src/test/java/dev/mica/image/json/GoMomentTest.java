package dev.mica.image.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoMomentTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @ParameterizedTest
    @CsvSource({
        "10m, 1970-01-12T13:36:40Z",
        "1h30m, 1970-01-12T12:16:40Z",
        "1.5s, 1970-01-12T13:46:38Z",
        "500ms, 1970-01-12T13:46:39Z",
        "0s, 1970-01-12T13:46:40Z",
        "1700000000, 2023-11-14T22:13:20Z",
        "1700000000.123, 2023-11-14T22:13:20.123Z",
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.5+01:00, 2026-01-02T02:04:05.500Z"
    })
    void momentsAreDurationsBeforeNowNumbersOrDates(String text, Instant moment) {
        assertThat(GoMoment.parse(text, NOW)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10x", "", "99999999999999999999", "2026-13-01"})
    void nonsenseIsNamed(String text) {
        assertThatExceptionOfType(DateTimeException.class)
                .isThrownBy(() -> GoMoment.parse(text, NOW))
                .withMessage("failed to parse value as time or duration: \"" + text + "\"");
    }
}
