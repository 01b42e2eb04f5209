package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
    @ParameterizedTest
    @CsvSource({
        "TERM, 15",
        "SIGTERM, 15",
        "sigkill, 9",
        "hup, 1",
        "9, 9",
        "64, 64",
        "RTMIN, 34",
        "SIGRTMIN+3, 37"
    })
    void namesAndNumbersAreUnderstood(String name, int number) {
        assertThat(Signals.number(name, 0)).isEqualTo(number);
    }

    @Test
    void noNameIsTheDefault() {
        assertThat(Signals.number("", 15)).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65", "999", "NOSUCH", "SIG", "-1", "RTMIN+"})
    void othersAreRefused(String name) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> Signals.number(name, 15))
                .withMessage("Invalid signal: " + name);
    }
}
