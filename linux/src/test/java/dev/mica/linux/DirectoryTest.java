package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    private Directory directory;

    @BeforeEach
    void open() {
        directory = Directory.open(linux, dir.toString());
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void aNameIsOneComponent() {
        for (String bad : new String[] {"", ".", "..", "a/b", "/a", "a/"}) {
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> directory.mkdir(bad, 0700))
                    .matches(e -> e.is(Errno.EINVAL));
            assertThat(directory.tryOpen(bad, Flags.O_RDONLY, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(directory.stat(bad, new StatBuffer())).isEqualTo(-Errno.EINVAL);
        }
    }

    @Test
    void makesEveryKindOfName() {
        directory.create("file", 0640).close();
        directory.mkdir("sub", 0750);
        directory.symlink("file", "link");
        directory.mknod("pipe", Flags.S_IFIFO | 0600, 0, 0);
        directory.link(directory, "file", "hard");
        directory.link(directory, "link", "hardlink");
        assertThat(directory.stat("file").nlink()).isEqualTo(2);
        assertThat(directory.readlink("hardlink")).isEqualTo("file");
        assertThat(directory.list())
                .extracting(DirEntry::name)
                .containsExactly("file", "hard", "hardlink", "link", "pipe", "sub");
        assertThat(directory.list())
                .extracting(DirEntry::type)
                .containsExactly(
                        Flags.DT_REG,
                        Flags.DT_REG,
                        Flags.DT_LNK,
                        Flags.DT_LNK,
                        Flags.DT_FIFO,
                        Flags.DT_DIR);
        assertThat(directory.find("none")).isEmpty();
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> directory.create("link", 0600))
                .withMessage("openat " + dir + "/link: file exists");
    }

    @Test
    void aWhiteoutIsDeviceZeroZero() {
        assumeTrue(linux.geteuid() == 0, "needs root: device nodes");
        directory.mknod("gone", Flags.S_IFCHR, 0, 0);
        directory.mknod("null", Flags.S_IFCHR | 0666, 1, 3);
        directory.mknod("large", Flags.S_IFBLK | 0600, 4095, 1048575);
        assertThat(directory.stat("gone").isWhiteout()).isTrue();
        assertThat(directory.stat("null").isWhiteout()).isFalse();
        assertThat(directory.stat("null").deviceMinor()).isEqualTo(3);
        assertThat(directory.stat("large").deviceMajor()).isEqualTo(4095);
        assertThat(directory.stat("large").deviceMinor()).isEqualTo(1048575);
    }

    @Test
    void attributesAreOfTheLinkItself() {
        assumeTrue(linux.geteuid() == 0, "needs root: owners and trusted xattrs");
        directory.create("file", 0600).close();
        directory.symlink("file", "link");
        directory.chown("link", 7, 8);
        directory.utimes("link", 1, 2, 3, 4);
        directory.setXattr("link", "trusted.x", new byte[] {1, 0, 2});
        assertThat(directory.stat("link").uid()).isEqualTo(7);
        assertThat(directory.stat("link").modifySeconds()).isEqualTo(3);
        assertThat(directory.stat("file").uid()).isZero();
        assertThat(directory.xattr("link", "trusted.x")).containsExactly(1, 0, 2);
        assertThat(directory.xattrs("link")).contains("trusted.x");
        assertThat(directory.xattr("file", "trusted.x")).isNull();
        assertThat(directory.removeXattr("link", "trusted.x")).isTrue();
        assertThat(directory.removeXattr("link", "trusted.x")).isFalse();
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> directory.chmod("link", 0777))
                .matches(e -> e.is(Errno.EOPNOTSUPP));
    }

    @Test
    void xattrsOfADescriptorAlsoOfOneThatIsOnlyAPath() {
        directory.create("file", 0600).close();
        byte[] large = "v".repeat(3000).getBytes(StandardCharsets.US_ASCII);
        try (Fd file = directory.open("file", Flags.O_RDWR, 0);
                Fd path = directory.open("file", Flags.O_PATH, 0)) {
            assumeTrue(takesXattrs(file), "needs user xattrs on " + dir);
            linux.setxattr(path.number(), "", "user.large", large, Flags.XATTR_CREATE);
            linux.fsetxattr(file.number(), "user.empty", new byte[0], 0);
            assertThat(linux.fgetxattr(file.number(), "user.large")).isEqualTo(large);
            assertThat(linux.getxattr(path.number(), "", "user.empty")).isEmpty();
            assertThat(linux.flistxattr(file.number()))
                    .contains("user.large", "user.empty")
                    .isEqualTo(linux.listxattr(path.number(), ""));
            assertThat(linux.removexattr(path.number(), "", "user.large")).isTrue();
            assertThat(linux.fgetxattr(file.number(), "user.large")).isNull();
        }
    }

    private boolean takesXattrs(Fd file) {
        try {
            linux.fsetxattr(file.number(), "user.probe", new byte[] {1}, 0);
            return true;
        } catch (ErrnoException e) {
            return !e.is(Errno.EOPNOTSUPP);
        }
    }

    @Test
    void namesThatAreNotUtf8KeepTheirBytes() throws IOException {
        String name = Names.decode(new byte[] {'c', (byte) 0xE9, (byte) 0xFF});
        directory.create(name, 0600).close();
        try (DirectoryReader reader = directory.entries()) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.nameBytes()).isEqualTo(new byte[] {'c', (byte) 0xE9, (byte) 0xFF});
            assertThat(reader.name()).isEqualTo(name);
            assertThat(reader.next()).isFalse();
        }
        directory.unlink(name);
        assertThat(directory.list()).isEmpty();
    }

    @Test
    void renamesWithAndWithoutReplacing() {
        directory.mkdir("to", 0700);
        directory.create("a", 0600).close();
        directory.create("b", 0644).close();
        try (Directory to = directory.directory("to")) {
            directory.rename("a", to, "x", Flags.RENAME_NOREPLACE);
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> directory.rename("b", to, "x", Flags.RENAME_NOREPLACE))
                    .matches(e -> e.is(Errno.EEXIST));
            directory.rename("b", to, "x", Flags.RENAME_EXCHANGE);
            assertThat(to.stat("x").permissions()).isEqualTo(0644);
            assertThat(directory.stat("b").permissions()).isEqualTo(0600);
        }
    }

    @Test
    void permissionsAreSetOnKernelsWithoutFchmodat2() {
        FaultyLinux old = new FaultyLinux(linux).failFrom("fchmodat2", 1, Errno.ENOSYS);
        try (Directory at = Directory.open(old, dir.toString())) {
            at.mknod("pipe", Flags.S_IFIFO | 0600, 0, 0);
            at.symlink("pipe", "link");
            at.chmod("pipe", 01642);
            assertThat(at.stat("pipe").permissions()).isEqualTo(01642);
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> at.chmod("link", 0777))
                    .matches(e -> e.is(Errno.EOPNOTSUPP));
            assertThat(at.stat("pipe").permissions()).isEqualTo(01642);
            old.fchmodat(at.fd(), "", 0751);
            assertThat(at.stat().permissions()).isEqualTo(0751);
        }
    }

    @Test
    void aFileWithoutANameGetsOne() {
        assumeTrue(linux.geteuid() == 0, "needs root: linking a descriptor");
        int fd = linux.openat(directory.fd(), ".", Flags.O_TMPFILE | Flags.O_WRONLY, 0600);
        assumeTrue(fd >= 0, "needs O_TMPFILE on the file system of " + dir);
        try (Fd file = new Fd(linux, fd)) {
            linux.linkat(file.number(), "", directory.fd(), "named", Flags.AT_EMPTY_PATH);
        }
        assertThat(directory.stat("named").nlink()).isEqualTo(1);
    }

    @Test
    void aRenameMayLeaveAWhiteout() {
        assumeTrue(linux.geteuid() == 0, "needs root: whiteouts");
        directory.create("a", 0600).close();
        try {
            directory.rename("a", directory, "b", Flags.RENAME_WHITEOUT);
        } catch (ErrnoException e) {
            assumeTrue(!e.is(Errno.EINVAL), "needs RENAME_WHITEOUT on the file system of " + dir);
            throw e;
        }
        assertThat(directory.stat("a").isWhiteout()).isTrue();
        assertThat(directory.stat("b").isRegular()).isTrue();
    }

    @Test
    void aLargeDirectoryIsReadWhole() {
        for (int i = 0; i < 3000; i++) {
            directory.create("a-rather-long-name-to-fill-buffers-" + i, 0600).close();
        }
        assertThat(directory.list()).hasSize(3000);
    }

    @Test
    void aWalkSeesParentsFirstSortedByBytes() throws IOException {
        Files.createDirectories(dir.resolve("b/c"));
        Files.writeString(dir.resolve("b/c/d"), "");
        Files.writeString(dir.resolve("b/a"), "");
        Files.writeString(dir.resolve("a"), "");
        Files.writeString(dir.resolve("B"), "");
        Files.createDirectories(dir.resolve("skip/below"));
        Files.createSymbolicLink(dir.resolve("z"), Path.of("b"));
        List<String> seen = new ArrayList<>();
        directory.walk(
                new TreeVisitor() {
                    @Override
                    public boolean visit(
                            Directory parent, String path, String name, StatBuffer stat) {
                        seen.add(path);
                        return !name.equals("skip");
                    }

                    @Override
                    public void leave(Directory left, String path) {
                        seen.add(path + "/");
                    }
                });
        assertThat(seen)
                .containsExactly("B", "a", "b", "b/a", "b/c", "b/c/d", "b/c/", "b/", "skip", "z");
    }
}
