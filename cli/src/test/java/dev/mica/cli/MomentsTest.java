package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @ParameterizedTest
    @CsvSource({"10m, 999400", "1.5s, 999998", "1700000000.123, 1700000000.123"})
    void momentsAreSeconds(String text, String seconds) {
        assertThat(Moments.seconds(text, NOW)).isEqualTo(seconds);
    }

    @Test
    void nonsenseIsNamed() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> Moments.seconds("10x", NOW))
                .withMessage("failed to parse value as time or duration: \"10x\"");
    }
}
