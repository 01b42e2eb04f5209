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
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RootTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    private Path outside;
    private Root within;
    private Root refused;

    @BeforeEach
    void aTreeAndASecretBesideIt() throws IOException {
        outside = Files.createDirectory(dir.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Files.createDirectories(tree.resolve("usr/lib"));
        Files.writeString(tree.resolve("usr/lib/file"), "inside");
        Files.createSymbolicLink(tree.resolve("lib"), Path.of("usr/lib"));
        Files.createSymbolicLink(tree.resolve("abs"), Path.of("/usr/lib"));
        Files.createSymbolicLink(tree.resolve("up"), Path.of("../outside"));
        Files.createSymbolicLink(tree.resolve("out"), outside);
        Files.createSymbolicLink(tree.resolve("proc"), Path.of("/proc/self/root"));
        within = Root.open(linux, tree.toString(), Root.Links.WITHIN);
        refused = Root.open(linux, tree.toString(), Root.Links.REFUSED);
    }

    @AfterEach
    void closed() {
        within.close();
        refused.close();
        try (Directory above = Directory.open(linux, dir.toString())) {
            above.removeTree("tree");
        }
    }

    @Test
    void linksWithinStayInside() {
        assertThat(content(within, "/usr/lib/file")).isEqualTo("inside");
        assertThat(content(within, "lib/file")).isEqualTo("inside");
        assertThat(content(within, "abs/file")).isEqualTo("inside");
        assertThat(content(within, "../../usr/../../lib/file")).isEqualTo("inside");
        assertThat(within.find("up/secret", true)).isEmpty();
        assertThat(within.find("out/secret", true)).isEmpty();
        assertThat(within.find("../outside/secret", true)).isEmpty();
        assertThat(within.find("lib", false).orElseThrow().isSymbolicLink()).isTrue();
        assertThat(within.find("lib", true).orElseThrow().isDirectory()).isTrue();
    }

    @Test
    void refusedLinksAreLoopsAndDotsMayNotLeave() {
        assertThat(content(refused, "/usr/lib/file")).isEqualTo("inside");
        assertThat(content(refused, "usr/../usr/lib/file")).isEqualTo("inside");
        assertErrno(Errno.ELOOP, () -> refused.open("lib/file", Flags.O_RDONLY, 0));
        assertErrno(Errno.ELOOP, () -> refused.open("lib", Flags.O_RDONLY, 0));
        assertErrno(Errno.EXDEV, () -> refused.open("../outside/secret", Flags.O_RDONLY, 0));
        assertErrno(Errno.EXDEV, () -> refused.directory("usr/../.."));
        assertErrno(Errno.ELOOP, () -> refused.place("out/new"));
        assertErrno(Errno.ELOOP, () -> refused.makeDirectories("out/a/b", 0755));
        assertThat(outside.resolve("a")).doesNotExist();
    }

    @Test
    void magicLinksAreNeverFollowed() {
        int flags = Flags.O_RDONLY;
        assertThat(within.tryOpen("proc/etc/passwd", flags, 0)).isIn(-Errno.ENOENT, -Errno.ELOOP);
        try (Root slash = Root.open(linux, "/", Root.Links.WITHIN)) {
            assertThat(slash.tryOpen("proc/self/root/etc", flags, 0)).isEqualTo(-Errno.ELOOP);
        }
    }

    @Test
    void directoriesAreMadeInsideAlsoThroughLinks() {
        within.makeDirectories("/abs/x/y", 0755).close();
        assertThat(dir.resolve("tree/usr/lib/x/y")).isDirectory();
        assertErrno(Errno.ENOENT, () -> within.makeDirectories("up/z", 0755));
        within.makeDirectories("outside", 0755).close();
        within.makeDirectories("up/z", 0755).close();
        assertThat(dir.resolve("tree/outside/z")).isDirectory();
        assertThat(outside.resolve("z")).doesNotExist();
    }

    @Test
    void aLinkSwappedInMeanwhileLeadsNowhere() throws Exception {
        Path real = Files.createDirectory(dir.resolve("tree/swap"));
        Files.writeString(real.resolve("secret"), "inside");
        Path link = dir.resolve("tree/swap.link");
        Files.createSymbolicLink(link, outside);
        Thread swapper =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!Thread.currentThread().isInterrupted()) {
                                        linux.renameat2(
                                                Flags.AT_FDCWD,
                                                real.toString(),
                                                Flags.AT_FDCWD,
                                                link.toString(),
                                                Flags.RENAME_EXCHANGE);
                                    }
                                });
        int seen = 0;
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try {
            // on a busy machine the swapper may rest, with the link in place, for 5,000 tries
            for (int i = 0; i < 5_000 || (seen == 0 && System.nanoTime() < patience); i++) {
                int fd = refused.tryOpen("swap/secret", Flags.O_RDONLY, 0);
                if (fd >= 0) {
                    assertThat(content(fd)).isEqualTo("inside");
                    seen++;
                } else {
                    assertThat(fd).isIn(-Errno.ELOOP, -Errno.EAGAIN, -Errno.ENOENT);
                }
            }
        } finally {
            swapper.interrupt();
            swapper.join(Duration.ofSeconds(10));
        }
        assertThat(seen).isPositive();
    }

    @Test
    void aPlaceIsADirectoryAndAName() {
        Root.Place place = within.place("/lib/new/");
        try (Directory directory = place.directory();
                Fd file = directory.create(place.name(), 0600)) {
            assertThat(file.isOpen()).isTrue();
        }
        assertThat(dir.resolve("tree/usr/lib/new")).exists();
        for (String none : new String[] {"", "/", ".", "..", "a/..", "//"}) {
            assertErrno(Errno.EINVAL, () -> within.place(none));
        }
    }

    @Test
    @Timeout(10)
    void aPipeIsNoRegularFileAndIsNotWaitedFor() {
        try (Directory lib = within.directory("lib")) {
            lib.mknod("pipe", Flags.S_IFIFO | 0600, 0, 0);
            assertErrno(Errno.EINVAL, () -> within.openRegular("lib/pipe"));
            assertErrno(Errno.EINVAL, () -> lib.openRegular("pipe"));
            assertErrno(Errno.EINVAL, () -> within.openRegular("lib"));
        }
        try (Fd file = within.openRegular("lib/file")) {
            assertThat(content(file.release())).isEqualTo("inside");
        }
    }

    @Test
    void theCacheLendsDirectoriesAndForgetsThem() throws IOException {
        try (DirectoryCache cache = new DirectoryCache(refused)) {
            Directory lib = cache.directory("usr/lib");
            assertThat(cache.place("/usr/lib/x").directory()).isSameAs(lib);
            for (int i = 0; i < 100; i++) {
                cache.makeDirectories("many/" + i, 0755);
            }
            assertErrno(Errno.EBADF, lib::fd);
            Directory again = cache.directory("usr/lib");
            cache.forget();
            assertErrno(Errno.EBADF, again::fd);
        }
        try (var made = Files.list(dir.resolve("tree/many"))) {
            assertThat(made).hasSize(100);
        }
    }

    private String content(Root root, String path) {
        return content(root.open(path, Flags.O_RDONLY, 0).release());
    }

    private String content(int number) {
        try (Fd fd = new Fd(linux, number)) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            int length = fd.read(buffer);
            return new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
        }
    }

    private static void assertErrno(int errno, ThrowingCallable action) {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(action)
                .matches(e -> e.is(errno), Errno.name(errno));
    }

    @Test
    void directoriesBehindDanglingLinksAreMadeInside() throws IOException {
        Path tree = dir.resolve("tree");
        Files.createSymbolicLink(tree.resolve("gone"), Path.of("/made/here"));
        Files.createSymbolicLink(tree.resolve("usr/beside"), Path.of("../gone/too"));
        Files.createSymbolicLink(tree.resolve("round"), Path.of("round"));

        within.makeDirectoriesBehindLinks("/gone/a/b", 0755).close();
        within.makeDirectoriesBehindLinks("usr/beside", 0755).close();
        within.makeDirectoriesBehindLinks("up/c", 0755).close();
        within.makeDirectoriesBehindLinks("plain/d", 0755).close();

        assertThat(tree.resolve("made/here/a/b")).isDirectory();
        assertThat(tree.resolve("made/here/too")).isDirectory();
        assertThat(tree.resolve("outside/c")).isDirectory();
        assertThat(tree.resolve("plain/d")).isDirectory();
        assertThat(outside.resolve("c")).doesNotExist();
        assertErrno(Errno.ELOOP, () -> within.makeDirectoriesBehindLinks("round/x", 0755));
    }
}
