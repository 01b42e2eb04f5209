package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0B, 0B",
        "12, 12B, 12B",
        "999, 999B, 999B",
        "1000, 1kB, 1kB",
        "1982704, 1.98MB, 1.983MB",
        "123456789, 123MB, 123.5MB",
        "1999999999, 2GB, 2GB"
    })
    void sizesArePowersOfTen(long bytes, String three, String four) {
        assertThat(Units.size(bytes)).isEqualTo(three);
        assertThat(Units.progressSize(bytes)).isEqualTo(four);
    }

    @ParameterizedTest
    @CsvSource({
        "0, Less than a second",
        "1, 1 second",
        "59, 59 seconds",
        "60, About a minute",
        "119, About a minute",
        "120, 2 minutes",
        "3599, 59 minutes",
        "3600, About an hour",
        "5399, About an hour",
        "5400, 2 hours",
        "172799, 2 days",
        "1209600, 2 weeks",
        "5184000, 2 months",
        "63072000, 2 years"
    })
    void timesAreOneUnit(long seconds, String text) {
        assertThat(Units.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}
