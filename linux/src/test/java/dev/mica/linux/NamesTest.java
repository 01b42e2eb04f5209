package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void utf8IsAsItIs() {
        for (String name : new String[] {"", "a", "ünï", "漢字", "😀", "a\uFFFDb"}) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            assertThat(Names.decode(bytes)).isEqualTo(name);
            assertThat(Names.encode(name)).isEqualTo(bytes);
            assertThat(Names.isEscaped(name)).isFalse();
        }
    }

    @Test
    void otherBytesComeBackAsTheyWere() {
        byte[] latin1 = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Names.decode(latin1)).isEqualTo("caf\uDCE9");
        assertThat(Names.isEscaped("caf\uDCE9")).isTrue();
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(Names.encode(Names.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void aSurrogateThatStandsForNoByteIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Names.encode("a\uD800"));
        assertThatIllegalArgumentException().isThrownBy(() -> Names.encode("\uDC00"));
    }
}
