package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLimitsTest {
    private static LogLimits of(String name, String value) {
        return LogLimits.of(new LogConfig("json-file", Map.of(name, value)));
    }

    @Test
    void withoutOptionsThereIsNoLimitAndOneFile() {
        assertThat(LogLimits.of(new LogConfig("json-file", null))).isEqualTo(new LogLimits(0, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10",
        "10b, 10",
        "1k, 1024",
        "1.5m, 1572864",
        "2GiB, 2147483648",
        "1 kb, 1024",
        "-1, 0"
    })
    void sizesAreInBytes(String text, long bytes) {
        assertThat(of("max-size", text).maxSize()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "max-size, x, invalid size: 'x'",
        "max-file, x, 'strconv.Atoi: parsing \"x\": invalid syntax'",
        "max-file, 0, max-file cannot be less than 1",
        "other, 1, unknown log opt 'other' for json-file log driver"
    })
    void whatIsNoLimitIsRefused(String name, String value, String message) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> of(name, value))
                .withMessage(message);
    }
}
