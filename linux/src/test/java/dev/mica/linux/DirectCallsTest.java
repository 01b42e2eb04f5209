package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.errno.Errno;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each call did, as java.nio sees it; and its errors as the kernel's numbers. */
class DirectCallsTest {
    @TempDir Path top;
    private final DirectCalls calls = new DirectCalls(Linux.system());
    private final NativeBuffer buffer = new NativeBuffer(8192);
    private final StatBuffer stat = new StatBuffer();
    private int dir;

    @BeforeEach
    void open() {
        dir = open(Flags.AT_FDCWD, top.toString(), Flags.O_PATH | Flags.O_DIRECTORY);
    }

    @AfterEach
    void close() {
        assertThat(calls.close(dir)).isZero();
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private int open(int directory, String name, int flags) {
        int fd = calls.openat(directory, name(name), name(name).length, flags, 0644);
        assertThat(fd).isNotNegative();
        return fd;
    }

    private void put(String text) {
        buffer.bytes().put(0, name(text));
    }

    private String got(int length) {
        byte[] bytes = new byte[length];
        buffer.bytes().get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void usesOnlyTheFirstBytesOfANameAndAnswersErrorsAsNumbers() throws Exception {
        Files.writeString(top.resolve("ab"), "x");
        assertThat(calls.statx(dir, name("abcdef"), 2, stat)).isZero();
        assertThat(stat.size()).isEqualTo(1);
        assertThat(calls.statx(dir, name("abcdef"), 3, stat)).isEqualTo(-Errno.ENOENT);
        assertThat(calls.read(-1, buffer, 0, 1)).isEqualTo(-Errno.EBADF);
        assertThat(calls.statx(dir, new byte[5000], 5000, stat)).isEqualTo(-Errno.ENAMETOOLONG);
    }

    @Test
    void readsAndWritesAFile() throws Exception {
        int fd = open(dir, "f", Flags.O_RDWR | Flags.O_CREAT);
        put("0123456789");
        assertThat(calls.write(fd, buffer, 0, 10)).isEqualTo(10);
        assertThat(calls.pwrite(fd, buffer, 0, 2, 10)).isEqualTo(2);
        assertThat(calls.fsync(fd)).isZero();
        assertThat(calls.fdatasync(fd)).isZero();
        assertThat(Files.readString(top.resolve("f"))).isEqualTo("012345678901");
        assertThat(calls.lseek(fd, 8, Flags.SEEK_SET)).isEqualTo(8);
        assertThat(calls.read(fd, buffer, 0, 100)).isEqualTo(4);
        assertThat(got(4)).isEqualTo("8901");
        assertThat(calls.pread(fd, buffer, 0, 3, 4)).isEqualTo(3);
        assertThat(got(3)).isEqualTo("456");
        assertThat(calls.preadCached(fd, buffer, 0, 2, 1)).isEqualTo(2);
        assertThat(got(2)).isEqualTo("12");
        int copy = open(dir, "g", Flags.O_RDWR | Flags.O_CREAT);
        assertThat(calls.copyFileRange(fd, 2, copy, 0, 5)).isEqualTo(5);
        assertThat(Files.readString(top.resolve("g"))).isEqualTo("23456");
        assertThat(calls.ftruncate(copy, 1)).isZero();
        assertThat(calls.fallocate(copy, 0, 0, 4096)).isZero();
        assertThat(calls.fstat(copy, stat)).isZero();
        assertThat(stat.size()).isEqualTo(4096);
        assertThat(calls.close(copy)).isZero();
        assertThat(calls.close(fd)).isZero();
    }

    @Test
    void makesAndRemovesNames() throws Exception {
        assertThat(calls.mkdirat(dir, name("d"), 1, 0750)).isZero();
        assertThat(calls.mknodat(dir, name("p"), 1, Flags.S_IFIFO | 0600, 0)).isZero();
        assertThat(calls.symlinkat(name("to/where"), 8, dir, name("l"), 1)).isZero();
        assertThat(Files.readSymbolicLink(top.resolve("l"))).hasToString("to/where");
        assertThat(calls.readlinkat(dir, name("l"), 1, buffer, 0, 100)).isEqualTo(8);
        assertThat(got(8)).isEqualTo("to/where");
        Files.writeString(top.resolve("f"), "x");
        assertThat(calls.linkat(dir, name("f"), 1, dir, name("h"), 1)).isZero();
        assertThat(calls.renameat2(dir, name("h"), 1, dir, name("f"), 1, Flags.RENAME_NOREPLACE))
                .isEqualTo(-Errno.EEXIST);
        assertThat(calls.renameat2(dir, name("h"), 1, dir, name("i"), 1, 0)).isZero();
        int fd = open(dir, ".", Flags.O_RDWR | Flags.O_TMPFILE);
        assertThat(calls.link(fd, dir, name("named"), 5)).isZero();
        assertThat(calls.close(fd)).isZero();
        assertThat(calls.unlinkat(dir, name("d"), 1, 0)).isEqualTo(-Errno.EISDIR);
        assertThat(calls.unlinkat(dir, name("d"), 1, Flags.AT_REMOVEDIR)).isZero();
        try (var names = Files.list(top)) {
            assertThat(names.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("f", "i", "l", "named", "p");
        }
        int listing = open(dir, ".", Flags.O_RDONLY | Flags.O_DIRECTORY);
        assertThat(calls.getdents64(listing, buffer)).isPositive();
        while (calls.getdents64(listing, buffer) > 0) {
            // to the end
        }
        assertThat(calls.close(listing)).isZero();
    }

    @Test
    void changesAttributesOfANameButNeverThroughALink() throws Exception {
        Path file = Files.writeString(top.resolve("f"), "x");
        Files.createSymbolicLink(top.resolve("l"), file);
        assertThat(calls.fchmodat(dir, name("f"), 1, 0604)).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw----r--");
        assertThat(calls.fchmodat(dir, name("l"), 1, 0777)).isEqualTo(-Errno.EOPNOTSUPP);
        int omit = Flags.UTIME_OMIT;
        assertThat(calls.utimensat(dir, name("l"), 1, 0, omit, 7, 9)).isZero();
        assertThat(calls.statx(dir, name("l"), 1, stat)).isZero();
        assertThat(stat.modifySeconds()).isEqualTo(7);
        assertThat(stat.modifyNanos()).isEqualTo(9);
        assertThat(Files.getLastModifiedTime(file).toMillis()).isGreaterThan(1_000_000);
        int fd = open(dir, "f", Flags.O_RDWR);
        assertThat(calls.fchmod(fd, 0600)).isZero();
        assertThat(calls.fchown(fd, -1, -1)).isZero();
        assertThat(calls.utimensat(fd, name(""), 0, 5, 0, 5, 0)).isZero();
        assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(5000);
        assertThat(calls.close(fd)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setsAndReadsExtendedAttributes(boolean newKernel) throws Exception {
        FaultyLinux old = new FaultyLinux(Linux.system());
        for (String call : List.of("setxattrat", "getxattrat", "listxattrat", "removexattrat")) {
            old.failFrom(call, 1, Errno.ENOSYS);
        }
        attributes(newKernel ? calls : new DirectCalls(old));
    }

    private void attributes(DirectCalls calls) throws Exception {
        assumeTrue(Linux.system().geteuid() == 0, "needs root: trusted.* attributes");
        Files.writeString(top.resolve("f"), "x");
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        byte[] key = name("trusted.mica");
        put("value");
        assertThat(calls.setxattr(dir, name("l"), 1, key, buffer, 0, 5, 0)).isZero();
        assertThat(calls.getxattr(dir, name("f"), 1, key, buffer, 0, 100))
                .isEqualTo(-Errno.ENODATA);
        assertThat(calls.getxattr(dir, name("l"), 1, key, buffer, 10, 100)).isEqualTo(5);
        assertThat(calls.getxattr(dir, name("l"), 1, key, buffer, 0, 0)).isEqualTo(5);
        assertThat(calls.getxattr(dir, name("l"), 1, key, buffer, 0, 2)).isEqualTo(-Errno.ERANGE);
        assertThat(calls.listxattr(dir, name("l"), 1, buffer, 0, 0)).isGreaterThanOrEqualTo(13);
        assertThat(calls.listxattr(dir, name("l"), 1, buffer, 0, 100)).isGreaterThanOrEqualTo(13);
        assertThat(calls.removexattr(dir, name("l"), 1, key)).isZero();
        assertThat(calls.removexattr(dir, name("l"), 1, key)).isEqualTo(-Errno.ENODATA);
        int fd = open(dir, "f", Flags.O_RDWR);
        put("v");
        assertThat(calls.fsetxattr(fd, key, buffer, 0, 1, Flags.XATTR_CREATE)).isZero();
        assertThat(calls.fgetxattr(fd, key, buffer, 0, 100)).isEqualTo(1);
        assertThat(calls.close(fd)).isZero();
    }

    @Test
    void changesPermissionsOnAKernelWithoutFchmodat2() throws Exception {
        Path file = Files.writeString(top.resolve("f"), "x");
        DirectCalls old =
                new DirectCalls(
                        new FaultyLinux(Linux.system()).failFrom("fchmodat2", 1, Errno.ENOSYS));
        assertThat(old.fchmodat(dir, name("f"), 1, 0604)).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw----r--");
    }

    @Test
    void makesFilesAsAnother() throws Exception {
        assumeTrue(Linux.system().geteuid() == 0, "needs root");
        OwnThread.run(
                "as-another",
                () -> {
                    int perms =
                            calls.fchmodat(
                                    Flags.AT_FDCWD,
                                    name(top.toString()),
                                    name(top.toString()).length,
                                    0777);
                    assertThat(perms).isZero();
                    calls.fileOwner(1234, 4321);
                    int fd = open(dir, "theirs", Flags.O_CREAT | Flags.O_WRONLY);
                    calls.fileOwner(0, 0);
                    assertThat(calls.fchownat(dir, name("theirs"), 6, -1, 99)).isZero();
                    assertThat(calls.close(fd)).isZero();
                });
        assertThat(Files.getAttribute(top.resolve("theirs"), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(1234);
        assertThat(Files.getAttribute(top.resolve("theirs"), "unix:gid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(99);
    }

    @Test
    void aRangeOutsideABufferReachesNoKernel() {
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> calls.read(0, buffer, 8190, 3)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
