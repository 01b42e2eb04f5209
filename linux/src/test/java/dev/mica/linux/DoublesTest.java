package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoublesTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    @Test
    void theNthCallFailsAndNoOther() {
        FaultyLinux faulty = new FaultyLinux(linux).fail("mkdirat", 2, Errno.EDQUOT);
        try (Directory directory = Directory.open(faulty, dir.toString())) {
            directory.mkdir("one", 0700);
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> directory.mkdir("two", 0700))
                    .withMessage("mkdirat " + dir + "/two: disk quota exceeded");
            directory.mkdir("three", 0700);
            assertThat(directory.list()).extracting(DirEntry::name).containsExactly("one", "three");
        }
        assertThat(faulty.count("mkdirat")).isEqualTo(3);
    }

    @Test
    void fromTheNthOnAllFail() {
        FaultyLinux faulty = new FaultyLinux(linux).failFrom("mkdirat", 2, Errno.ENOSPC);
        try (Directory directory = Directory.open(faulty, dir.toString())) {
            directory.mkdir("one", 0700);
            for (String name : new String[] {"two", "three"}) {
                assertThatExceptionOfType(ErrnoException.class)
                        .isThrownBy(() -> directory.mkdir(name, 0700));
            }
        }
    }

    @Test
    void anyStepCanFailAndAnyMomentBeMet() {
        FaultyLinux counting = new FaultyLinux(linux);
        makeTwo(counting);
        int steps = counting.total();
        for (int step = 1; step <= steps; step++) {
            FaultyLinux faulty = new FaultyLinux(linux).failAny(step, Errno.EIO);
            assertThatExceptionOfType(ErrnoException.class).isThrownBy(() -> makeTwo(faulty));
        }
        FaultyLinux crash =
                new FaultyLinux(linux)
                        .before(
                                "mkdirat",
                                1,
                                () -> {
                                    throw new IllegalStateException("crash");
                                });
        assertThatIllegalStateException().isThrownBy(() -> makeTwo(crash)).withMessage("crash");
    }

    private void makeTwo(Linux faulty) {
        try (Directory directory = Directory.open(faulty, dir.toString())) {
            directory.mkdir("a", 0700);
            directory.rmdir("a");
        }
    }

    @Test
    void anInterruptedCallIsMadeAgain() {
        FaultyLinux faulty =
                new FaultyLinux(linux)
                        .fail("openat", 1, Errno.EINTR)
                        .fail("openat", 2, Errno.EINTR)
                        .fail("close", 1, Errno.EINTR);
        Directory.open(faulty, dir.toString()).close();
        assertThat(faulty.count("openat")).isEqualTo(3);
        assertThat(faulty.count("close")).isEqualTo(1);
    }

    @Test
    void callsAreRecordedWithTheirNames() {
        RecordingLinux recording = new RecordingLinux(linux);
        try (Directory directory = Directory.open(recording, dir.toString())) {
            directory.symlink("over there", "here");
            directory.rename("here", directory, "there", 0);
        }
        assertThat(recording.calls())
                .containsExactly(
                        "openat " + dir,
                        "symlinkat over there here",
                        "renameat2 here there",
                        "close");
    }

    @Test
    void aCallThatIsNeverMadeIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaultyLinux(linux).fail("rename", 1, Errno.EIO));
    }
}
