package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class TerminalTest {

    private final Linux linux = Linux.system();

    @Test
    void aTerminalBecomesRawAndGoesBack() {
        int ptmx = linux.openat(Flags.AT_FDCWD, "/dev/ptmx", Flags.O_RDWR | Flags.O_NOCTTY, 0);
        assumeTrue(ptmx >= 0, "needs /dev/ptmx: errno " + -ptmx);
        try {
            TerminalMode before = linux.terminalMode(ptmx).orElseThrow();

            linux.terminalMode(ptmx, before.raw());

            assertThat(linux.terminalMode(ptmx)).contains(before.raw()).isNotEqualTo(before);
            linux.terminalMode(ptmx, before);
            assertThat(linux.terminalMode(ptmx)).contains(before);
            assertThat(linux.terminalSize(ptmx)).contains(new TerminalSize(0, 0));
        } finally {
            linux.close(ptmx);
        }
    }

    @Test
    void aFileIsNoTerminal() {
        int file = linux.openat(Flags.AT_FDCWD, "/dev/null", Flags.O_RDWR, 0);
        try {
            assertThat(linux.terminalMode(file)).isEmpty();
            assertThat(linux.terminalSize(file)).isEmpty();
        } finally {
            linux.close(file);
        }
    }
}
