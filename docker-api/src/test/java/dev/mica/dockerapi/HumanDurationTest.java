package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {
    @ParameterizedTest
    @CsvSource({
        "PT-5S, Less than a second",
        "PT0.9S, Less than a second",
        "PT1.9S, 1 second",
        "PT59S, 59 seconds",
        "PT60S, About a minute",
        "PT59M59S, 59 minutes",
        "PT1H, About an hour",
        "PT1H30M, 2 hours",
        "PT47H, 47 hours",
        "P2D, 2 days",
        "P13DT23H, 13 days",
        "P14D, 2 weeks",
        "P60D, 2 months",
        "P730D, 2 years"
    })
    void durationsReadAsDockerSaysThem(Duration duration, String text) {
        assertThat(HumanDuration.of(duration)).isEqualTo(text);
    }
}
