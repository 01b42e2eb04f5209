package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private final Waits waits = new Waits();

    @Test
    void anEndIsToldToThoseWhoWaitForTheNext() {
        var first = waits.nextExit();
        var removal = waits.removal();

        waits.exited(3);

        assertThat(first).isCompletedWithValue(new ExitStatus(3, Optional.empty()));
        assertThat(removal).isNotDone();
        assertThat(waits.nextExit()).isNotDone();
    }

    @Test
    void aRemovalEndsAllWaiting() {
        var exit = waits.nextExit();
        var removal = waits.removal();

        waits.removed(5, "");

        assertThat(exit).isCompletedWithValue(new ExitStatus(5, Optional.empty()));
        assertThat(removal).isCompletedWithValue(new ExitStatus(5, Optional.empty()));
    }

    @Test
    void aRemovalThatFailedSaysWhy() {
        var removal = waits.removal();

        waits.removed(1, "busy");

        assertThat(removal).isCompletedWithValue(new ExitStatus(1, Optional.of("busy")));
    }
}
