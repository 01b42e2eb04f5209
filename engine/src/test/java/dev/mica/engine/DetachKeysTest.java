package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetachKeysTest {
    private static DetachKeys.Passed pass(DetachKeys keys, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return keys.pass(bytes, bytes.length);
    }

    private static String passed(DetachKeys keys, String text) {
        return new String(pass(keys, text).bytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void otherInputIsPassedOn() {
        assertThat(passed(DetachKeys.parse(""), "ls -l\n")).isEqualTo("ls -l\n");
    }

    @Test
    void theKeysDetachAndAreNotPassedOn() {
        DetachKeys keys = DetachKeys.parse("");

        DetachKeys.Passed passed = pass(keys, "ab\20\21cd");

        assertThat(passed.detached()).isTrue();
        assertThat(passed.bytes()).containsExactly('a', 'b');
    }

    @Test
    void theKeysMayComeOneByOne() {
        DetachKeys keys = DetachKeys.parse("ctrl-a,x");

        assertThat(passed(keys, "\1")).isEmpty();
        assertThat(pass(keys, "x").detached()).isTrue();
    }

    @Test
    void whatOnlyBeganLikeTheKeysFollows() {
        DetachKeys keys = DetachKeys.parse("ctrl-a,x");

        assertThat(passed(keys, "\1")).isEmpty();
        assertThat(passed(keys, "y")).isEqualTo("\1y");
    }

    @Test
    void theFirstKeyTwiceIsOneAndABeginning() {
        DetachKeys keys = DetachKeys.parse("a,b");

        assertThat(passed(keys, "aa")).isEqualTo("a");
        assertThat(pass(keys, "b").detached()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctrl-", "ctrl-1", "nosuch", "a,,b"})
    void keysThatAreNoneAreRefused(String text) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> DetachKeys.parse(text))
                .withMessageContaining("Invalid detach keys (" + text + ") provided");
    }
}
