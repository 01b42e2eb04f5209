package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.engine.ProgressMessage;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void barsLookAsDockerDrawsThem() {
        assertThat(ProgressBar.bar(33_792, 1_982_256))
                .isEqualTo("[>" + " ".repeat(50) + "]  33.79kB/1.982MB");
        assertThat(ProgressBar.bar(512, 3_216))
                .isEqualTo("[=======>" + " ".repeat(43) + "]     512B/3.216kB");
        assertThat(ProgressBar.bar(1_984_512, 1_982_256))
                .isEqualTo("[" + "=".repeat(50) + ">]  1.985MB");
        assertThat(ProgressBar.bar(138_752, 3_216)).isEqualTo("[" + "=".repeat(50) + ">]  138.8kB");
        assertThat(ProgressBar.bar(2_560, 0)).isEqualTo("  2.56kB");
    }

    @Test
    void whatCountsNothingHasNoBar() {
        assertThat(ProgressBar.drawn(ProgressMessage.step("a", "Preparing")).progress()).isEmpty();
        assertThat(ProgressBar.drawn(ProgressMessage.status("a", "Waiting")).progress()).isEmpty();
    }
}
