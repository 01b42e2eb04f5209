package dev.mica.errno;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void namesAndTextsAreTheKernels() {
        assertThat(Errno.ENOENT).isEqualTo(2);
        assertThat(Errno.name(Errno.EXDEV)).isEqualTo("EXDEV");
        assertThat(Errno.text(Errno.ENOTEMPTY)).isEqualTo("directory not empty");
        assertThat(Errno.name(4095)).isEqualTo("errno 4095");
    }

    @Test
    void messageReadsAsGoPrintsIt() {
        assertThat(new ErrnoException(Errno.ENOENT, "open", "/x"))
                .hasMessage("open /x: no such file or directory");
        assertThat(new ErrnoException(Errno.EPERM, "setns", ""))
                .hasMessage("setns: operation not permitted");
    }
}
