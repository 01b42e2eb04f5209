package dev.mica.overlayfs;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Flock;
import dev.mica.linux.Linux;
import dev.mica.linux.Statx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process for many mounts. It is asked through files in a directory that only its owner may
 * enter, so that asking needs no more than a shell: {@code ask.N} has the asker's working directory
 * and words, a NUL behind each; {@code N}, a line written to the FIFO {@code requests}, says that
 * it is there; the FIFO {@code answer.N} gets what there is to say, {@code OK} once the mount is
 * ready, and {@code END}. {@code pid} says whom to ask.
 */
final class ResidentServer {
    private final Linux linux;
    private final Path home;
    private final Set<OverlayMount> mounts = ConcurrentHashMap.newKeySet();

    private ResidentServer(Linux linux, Path home) {
        this.linux = linux;
        this.home = home;
    }

    /** Serves until a signal ends it; then its mounts are taken out of sight. */
    static int run(Linux linux, Path home, PrintStream errors) {
        ResidentServer server = new ResidentServer(linux, home);
        try (Directory directory = server.open()) {
            Optional<Flock> lock = Flock.tryLock(linux, home.resolve("lock").toString());
            if (lock.isEmpty()) {
                errors.println("mica-fuse: another server has " + home);
                return 1;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(server::unmountAll));
            server.serve(directory);
            lock.get().close();
            return 0;
        } catch (ErrnoException e) {
            errors.println("mica-fuse: " + e.getMessage());
        } catch (IOException e) {
            errors.println("mica-fuse: " + home + ": " + e.getMessage());
        }
        return 1;
    }

    private void unmountAll() {
        for (OverlayMount mount : mounts) {
            mount.unmount();
        }
    }

    /** The directory, which must be ours alone. */
    private Directory open() throws IOException {
        Files.createDirectories(home.toAbsolutePath().getParent());
        try {
            linux.mkdirat(Flags.AT_FDCWD, home.toString(), 0700);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
        Directory directory = Directory.open(linux, home.toString());
        Statx stat = directory.stat();
        if (stat.uid() != linux.geteuid() || (stat.mode() & 077) != 0) {
            directory.close();
            throw new IOException("it must be its owner's alone (mode 0700)");
        }
        return directory;
    }

    private void serve(Directory directory) throws IOException {
        if (directory.find("requests").isPresent()) {
            directory.unlink("requests");
        }
        directory.mknod("requests", Flags.S_IFIFO | 0600, 0, 0);
        // for both, so that it does not end with each asker
        try (Fd requests = directory.open("requests", Flags.O_RDWR, 0)) {
            Files.writeString(home.resolve("pid"), ProcessHandle.current().pid() + "\n");
            ByteBuffer bytes = ByteBuffer.allocateDirect(4096);
            StringBuilder line = new StringBuilder();
            while (requests.read(bytes.clear()) > 0) {
                bytes.flip();
                while (bytes.hasRemaining()) {
                    char c = (char) bytes.get();
                    if (c >= '0' && c <= '9') {
                        line.append(c);
                    } else {
                        String number = line.toString();
                        Thread.ofPlatform().daemon().start(() -> answer(directory, number));
                        line.setLength(0);
                    }
                }
            }
        }
    }

    private void answer(Directory directory, String number) {
        List<String> said = new ArrayList<>();
        try {
            Path ask = home.resolve("ask." + number);
            String[] words = Files.readString(ask, StandardCharsets.ISO_8859_1).split("\0", -1);
            Files.delete(ask);
            List<String> args = new ArrayList<>();
            for (int i = 1; i < words.length - 1; i++) {
                args.add(decode(words[i]));
            }
            MountRequest request = MountRequest.parse(args, decode(words[0]));
            List<OverlayMount> own = new ArrayList<>();
            boolean mounted =
                    request.serve(
                            linux,
                            mount -> {
                                own.add(mount);
                                mounts.add(mount);
                            },
                            said::add,
                            () -> tell(directory, number, said, "OK\n"));
            own.forEach(mounts::remove);
            if (mounted) {
                return;
            }
        } catch (IOException | RuntimeException e) {
            // whatever it is, who asked must not wait for an answer that never comes
            said.add(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tell(directory, number, said, "");
    }

    private static String decode(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Answers who asked; not who has gone meanwhile. */
    private static void tell(
            Directory directory, String number, List<String> said, String outcome) {
        StringBuilder text = new StringBuilder();
        for (String line : said) {
            text.append("mica-fuse: ").append(line).append('\n');
        }
        text.append(outcome).append("END\n");
        int flags = Flags.O_WRONLY | Flags.O_NONBLOCK;
        int fd = directory.tryOpen("answer." + number, flags, 0);
        if (fd < 0) {
            return;
        }
        try (Fd answer = new Fd(directory.linux(), fd)) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            answer.write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }
    }
}
