package dev.mica.image.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        ".5s, PT0.5S",
        "200ms, PT0.2S",
        "3us, PT0.000003S",
        "7ns, PT0.000000007S",
        "-2m, PT-2M",
        "0, PT0S"
    })
    void partsAreAddedUp(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "x", "1d", "1s ", "-", "9999999999999999h"})
    void nonsenseIsNamed(String text) {
        assertThatExceptionOfType(DateTimeException.class)
                .isThrownBy(() -> GoDuration.parse(text))
                .withMessage("time: invalid duration \"" + text + "\"");
    }
}
