package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SpawnerTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    @Test
    void theChildHasTheseDescriptorsAndNoOther() throws Exception {
        try (Pipe seven = Pipe.open(linux);
                Pipe three = Pipe.open(linux);
                Fd unrelated = Fd.open(linux, "/etc", Flags.O_DIRECTORY, 0)) {
            // one that would survive an exec, as a careless library leaves them
            linux.fcntl(unrelated.number(), Flags.F_SETFD, 0);
            three.writer().write(ByteBuffer.wrap("to three".getBytes(StandardCharsets.UTF_8)));
            three.writer().close();
            Child child =
                    shell("cat <&3; read line; echo $?; exec readlink /proc/self/fd/*")
                            .map(1, seven.writer())
                            .map(7, seven.writer())
                            .map(3, three.reader())
                            .start();
            seven.writer().close();
            String said = readAll(seven.reader()).replaceAll("\\[\\d+]", "");
            child.waitFor();
            assertThat(said).isEqualTo("to three1\n/dev/null\npipe:\n/dev/null\npipe:\npipe:\n");
        }
    }

    @Test
    void descriptorsMayBeCrossed() throws Exception {
        try (Pipe one = Pipe.open(linux);
                Pipe two = Pipe.open(linux)) {
            int first = one.writer().number();
            int second = two.writer().number();
            Child child =
                    shell("cd /proc/self/fd; echo one >" + second + "; echo two >" + first)
                            .map(second, one.writer())
                            .map(first, two.writer())
                            .start();
            one.writer().close();
            two.writer().close();
            assertThat(readAll(one.reader())).isEqualTo("one\n");
            assertThat(readAll(two.reader())).isEqualTo("two\n");
            assertThat(child.waitFor().isSuccess()).isTrue();
        }
    }

    @Test
    void argumentsEnvironmentAndDirectoryArriveAsTheyAre() throws Exception {
        String odd = Names.decode(new byte[] {'x', (byte) 0xFF, ' ', '\n'});
        try (Pipe pipe = Pipe.open(linux)) {
            Child child =
                    shell("printf '%s|' \"$0\" \"$@\" \"$ODD\" \"$HOME\" \"$PWD\"")
                            .arguments("zero", "", "a b", odd)
                            .environment(Map.of("ODD", odd))
                            .directory(dir.toString())
                            .map(1, pipe.writer())
                            .start();
            pipe.writer().close();
            String expected = "zero||a b|" + odd + "|" + odd + "||" + dir + "|";
            assertThat(readAll(pipe.reader())).isEqualTo(expected);
            assertThat(child.waitFor().isSuccess()).isTrue();
        }
    }

    @Test
    void signalsAreAtTheirDefaultsAndSessionsOnesOwn() throws Exception {
        try (Pipe pipe = Pipe.open(linux)) {
            Child child =
                    shell("exec grep -E '^Sig(Blk|Ign)|^NSsid' /proc/self/status")
                            .newSession()
                            .map(1, pipe.writer())
                            .start();
            pipe.writer().close();
            assertThat(readAll(pipe.reader()).replace('\t', ' '))
                    .contains("SigBlk: 0000000000000000", "SigIgn: 0000000000000000")
                    .contains("NSsid: " + child.pid());
            assertThat(child.waitFor().isSuccess()).isTrue();
        }
    }

    @Test
    void codesAndSignalsAreTold() throws Exception {
        assertThat(shell("exit 42").start().waitFor()).isEqualTo(new ExitStatus(42, 0));
        Child sleeper = new Spawner(linux, "/bin/sleep").arguments("100").start();
        assertThat(sleeper.isAlive()).isTrue();
        assertThat(sleeper.signal(15)).isTrue();
        ExitStatus status = sleeper.onExit().get(10, TimeUnit.SECONDS);
        assertThat(status).isEqualTo(new ExitStatus(0, 15));
        assertThat(status.shellCode()).isEqualTo(143);
        assertThat(sleeper.signal(9)).isFalse();
        assertThat(sleeper.isAlive()).isFalse();
    }

    @Test
    void whatCannotRunIsTold() {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> new Spawner(linux, "/no/such").start())
                .withMessage("posix_spawn /no/such: no such file or directory");
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> new Spawner(linux, "/bin/true").directory("/no").start())
                .matches(e -> e.is(Errno.ENOENT));
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> new Spawner(linux, "/bin/true").arguments("a\0b").start())
                .matches(e -> e.is(Errno.EINVAL));
    }

    @Test
    void aVirtualThreadWaitsForItsChild() throws Exception {
        CompletableFuture<ExitStatus> status = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        status.complete(shell("exit 3").start().waitFor());
                    } catch (InterruptedException | RuntimeException e) {
                        status.completeExceptionally(e);
                    }
                });
        assertThat(status.get(10, TimeUnit.SECONDS).code()).isEqualTo(3);
    }

    @Test
    void anOrphanComesToASubreaper() throws Exception {
        linux.prctl(Flags.PR_SET_CHILD_SUBREAPER, 1);
        try (Pipe pipe = Pipe.open(linux)) {
            Child child = shell("sleep 0.2 & echo $!").map(1, pipe.writer()).start();
            pipe.writer().close();
            int orphan = Integer.parseInt(readAll(pipe.reader()).strip());
            assertThat(child.waitFor().isSuccess()).isTrue();
            assertThat(linux.waitPid(orphan, false)).hasValue(new ExitStatus(0, 0));
        } finally {
            linux.prctl(Flags.PR_SET_CHILD_SUBREAPER, 0);
        }
    }

    @Test
    void aChildThatCannotBeWatchedIsNotLeftBehind() {
        FaultyLinux faulty = new FaultyLinux(linux).fail("pidfd_open", 1, Errno.EMFILE);
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> new Spawner(faulty, "/bin/sleep").arguments("100").start())
                .withMessage("pidfd_open /bin/sleep: too many open files");
        assertThat(faulty.count("kill")).isEqualTo(1);
        assertThat(faulty.count("waitid")).isEqualTo(1);
    }

    private Spawner shell(String script) {
        return new Spawner(linux, "/bin/sh").arguments("-c", script);
    }

    private static String readAll(Fd fd) {
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        while (fd.read(buffer) > 0) {}
        return Names.decode(buffer.array(), 0, buffer.position());
    }
}
