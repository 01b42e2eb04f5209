package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.linux.Child;
import dev.mica.linux.Fd;
import dev.mica.linux.Linux;
import dev.mica.linux.Poller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A container's processes while they run: its first one and its conmon. Signals go through a
 * descriptor of the process, so that they never reach another one of the same number.
 */
final class ContainerRun implements AutoCloseable {
    private static final int KILL = 9;

    private final Linux linux;
    private final Bundle bundle;
    private final int pid;
    private final Optional<Fd> pidfd;
    private final CompletableFuture<Void> conmonEnd;

    private ContainerRun(
            Linux linux,
            Bundle bundle,
            int pid,
            Optional<Fd> pidfd,
            CompletableFuture<Void> conmonEnd) {
        this.linux = linux;
        this.bundle = bundle;
        this.pid = pid;
        this.pidfd = pidfd;
        this.conmonEnd = conmonEnd;
    }

    /** Of a container that conmon has just created: its first process waits to be started. */
    static ContainerRun of(Linux linux, Bundle bundle, Conmon.Created created) {
        Child conmon = created.conmon();
        return new ContainerRun(
                linux,
                bundle,
                created.pid(),
                open(linux, created.pid()),
                conmon.onExit().handle((status, failure) -> null));
    }

    /**
     * Of a container that an earlier engine started.
     *
     * @return empty where its conmon is gone, whatever became of the container
     */
    static Optional<ContainerRun> adopt(Linux linux, Bundle bundle) {
        OptionalInt conmon = number(bundle.conmonPidFile());
        OptionalInt first = number(bundle.pidFile());
        if (conmon.isEmpty() || first.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fd> conmonFd = open(linux, conmon.getAsInt());
        if (conmonFd.isEmpty()) {
            return Optional.empty();
        }
        if (!isConmon(conmon.getAsInt(), bundle.id())) {
            conmonFd.get().close();
            return Optional.empty();
        }
        Optional<Fd> firstFd =
                parent(first.getAsInt()).equals(conmon)
                        ? open(linux, first.getAsInt())
                        : Optional.empty();
        return Optional.of(
                new ContainerRun(linux, bundle, first.getAsInt(), firstFd, watch(conmonFd.get())));
    }

    private static Optional<Fd> open(Linux linux, int pid) {
        int opened = linux.pidfdOpen(pid);
        return opened < 0 ? Optional.empty() : Optional.of(new Fd(linux, opened));
    }

    private static CompletableFuture<Void> watch(Fd conmon) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("conmon-watch")
                .start(
                        () -> {
                            try (conmon) {
                                Poller.awaitReadable(conmon.number(), -1);
                                end.complete(null);
                            } catch (InterruptedException | RuntimeException e) {
                                end.completeExceptionally(e);
                            }
                        });
        return end;
    }

    /** The number in a file; empty where there is none yet. */
    static OptionalInt number(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return text.matches("[0-9]{1,9}")
                    ? OptionalInt.of(Integer.parseInt(text))
                    : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /** Whether a process is the conmon of a container and no later one of the same number. */
    private static boolean isConmon(int pid, String id) {
        try {
            String line =
                    Files.readString(
                            Path.of("/proc", Integer.toString(pid), "cmdline"),
                            StandardCharsets.ISO_8859_1);
            return line.contains("conmon\0") && line.contains("\0" + id + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    private static OptionalInt parent(int pid) {
        try {
            String stat =
                    Files.readString(
                            Path.of("/proc", Integer.toString(pid), "stat"),
                            StandardCharsets.ISO_8859_1);
            String[] after = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
            return OptionalInt.of(Integer.parseInt(after[1]));
        } catch (IOException | RuntimeException e) {
            return OptionalInt.empty(); // gone, or going
        }
    }

    Bundle bundle() {
        return bundle;
    }

    /** The container's first process. */
    int pid() {
        return pid;
    }

    /** Completes when conmon has ended, and with it the container. */
    CompletableFuture<Void> conmonEnd() {
        return conmonEnd;
    }

    boolean isAlive() {
        return !conmonEnd.isDone();
    }

    /** Sends a signal to the first process; false when it has ended. */
    boolean signal(int signal) {
        if (pidfd.isEmpty() || !pidfd.get().isOpen()) {
            return false;
        }
        int result = linux.pidfdSendSignal(pidfd.get().number(), signal);
        return result != -Errno.ESRCH;
    }

    /** Ends the container at once. */
    void kill() {
        signal(KILL);
    }

    /** The exit code that conmon wrote down; empty where it died before it could. */
    OptionalInt exitCode() {
        return number(bundle.exitFile());
    }

    boolean wasOutOfMemory() {
        return Files.exists(bundle.oomFile());
    }

    /** Lets the descriptor go. */
    @Override
    public void close() {
        pidfd.ifPresent(Fd::close);
    }
}
