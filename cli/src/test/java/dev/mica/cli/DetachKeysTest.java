package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class DetachKeysTest {

    private final DetachKeys keys = DetachKeys.parse(DetachKeys.DEFAULT);

    @Test
    void theWholeSequenceLeaves() {
        assertThat(pass(keys, 'a', 16)).containsExactly('a');
        assertThat(pass(keys, 17)).isNull();
    }

    @Test
    void aBeginningThatGoesOnOtherwiseIsSentOn() {
        assertThat(pass(keys, 16)).isEmpty();
        assertThat(pass(keys, 'x')).containsExactly(16, 'x');
        assertThat(pass(keys, 16, 16)).containsExactly(16);
        assertThat(pass(keys, 17)).isNull();
    }

    @Test
    void otherKeysMayBeChosen() {
        assertThat(pass(DetachKeys.parse("q"), 'q')).isNull();
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> DetachKeys.parse("ctrl-!"))
                .withMessageContaining("invalid detach keys (ctrl-!)");
    }

    private static byte[] pass(DetachKeys keys, int... typed) {
        byte[] bytes = new byte[typed.length];
        for (int i = 0; i < typed.length; i++) {
            bytes[i] = (byte) typed[i];
        }
        return keys.pass(bytes, bytes.length);
    }
}
