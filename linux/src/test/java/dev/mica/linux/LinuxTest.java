package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    @Test
    void answersWhatTheJvmKnows() {
        assertThat(linux.getpid()).isEqualTo((int) ProcessHandle.current().pid());
    }

    @Test
    void anAnswerIsANegativeErrnoAndAFailureAnExceptionWithTheWholePath() throws IOException {
        try (Fd at = Fd.open(linux, dir.toString(), Flags.O_DIRECTORY, 0)) {
            assertThat(linux.openat(at.number(), "none", 0, 0)).isEqualTo(-Errno.ENOENT);
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> linux.mkdirat(at.number(), "a/b", 0755))
                    .withMessage("mkdirat " + dir + "/a/b: no such file or directory");
        }
    }

    @Test
    void namesThatTheKernelCannotBeToldAreRefusedBeforeIt() {
        assertThat(linux.openat(Flags.AT_FDCWD, "/etc/passwd\0x", 0, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(linux.openat(Flags.AT_FDCWD, "x".repeat(4096), 0, 0))
                .isEqualTo(-Errno.ENAMETOOLONG);
        assertThat(linux.openat(Flags.AT_FDCWD, "\uD800", 0, 0)).isEqualTo(-Errno.EILSEQ);
    }

    @Test
    void writesAndReadsThroughDirectAndHeapBuffers() {
        String path = dir.resolve("file").toString();
        byte[] data = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        try (Fd file = Fd.open(linux, path, Flags.O_RDWR | Flags.O_CREAT, 0600)) {
            file.write(ByteBuffer.wrap(data));
            file.write(ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip(), 10);
            ByteBuffer direct = ByteBuffer.allocateDirect(200_000);
            assertThat(file.read(direct, 0)).isEqualTo(100_000);
            ByteBuffer heap = ByteBuffer.allocate(4);
            assertThat(file.read(heap, 9)).isEqualTo(4);
            assertThat(heap.array()).containsExactly('x', 1, 2, 3);
            assertThat(direct.get(11)).isEqualTo((byte) 2);
            assertThat(file.read(ByteBuffer.allocate(4), 100_000)).isZero();
        }
    }

    @Test
    void statxTellsTypeModeAndNegativeTimes() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "12345");
        linux.utimensat(Flags.AT_FDCWD, file.toString(), -2, 500_000_000, -1, 1);
        linux.fchmodat(Flags.AT_FDCWD, file.toString(), 04751);
        Statx stat = linux.statx(Flags.AT_FDCWD, file.toString(), 0);
        assertThat(stat.isRegular()).isTrue();
        assertThat(stat.permissions()).isEqualTo(04751);
        assertThat(stat.size()).isEqualTo(5);
        assertThat(stat.accessSeconds()).isEqualTo(-2);
        assertThat(stat.accessNanos()).isEqualTo(500_000_000);
        assertThat(stat.modifySeconds()).isEqualTo(-1);
        assertThat(stat.modifyNanos()).isEqualTo(1);
        assertThat(stat.ino()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(stat.dev()).isEqualTo(Files.getAttribute(file, "unix:dev"));
        assertThat(stat.mountId()).isPositive();
    }

    @Test
    void fcloneAndCopyRangeAnswerOrCopy() throws IOException {
        Path from = Files.writeString(dir.resolve("from"), "some data");
        Path to = Files.createFile(dir.resolve("to"));
        try (Fd in = Fd.open(linux, from.toString(), Flags.O_RDONLY, 0);
                Fd out = Fd.open(linux, to.toString(), Flags.O_WRONLY, 0)) {
            assertThat(linux.ficlone(out.number(), in.number()))
                    .isIn(0, -Errno.EOPNOTSUPP, -Errno.EINVAL, -Errno.ENOTTY);
            assertThat(linux.copyFileRange(in.number(), 5, out.number(), 0, 4)).isEqualTo(4);
        }
        assertThat(Files.readString(to)).startsWith("data");
    }

    @Test
    void aClosedDescriptorIsNeverUsedAgain() {
        Fd fd = Fd.open(linux, dir.toString(), Flags.O_DIRECTORY, 0);
        fd.close();
        fd.close();
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(fd::number)
                .matches(e -> e.is(Errno.EBADF));
    }
}
