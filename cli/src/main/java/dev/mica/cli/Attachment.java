package dev.mica.cli;

import dev.mica.dockerapi.DockerClientStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * This command's standard streams, connected to a process in a container: what is typed goes there
 * from a thread of its own, what the process writes comes here.
 */
final class Attachment {

    private final Shell shell;
    private final DockerClientStream stream;
    private final AtomicBoolean detached = new AtomicBoolean();

    Attachment(Shell shell, DockerClientStream stream) {
        this.shell = shell;
        this.stream = stream;
    }

    /**
     * Starts to pass on standard input; its end ends the process's.
     *
     * @param keys what leaves, or null if nothing does
     */
    void sendInput(@Nullable DetachKeys keys) {
        Thread.ofPlatform().daemon().name("standard input").start(() -> pump(keys));
    }

    private void pump(@Nullable DetachKeys keys) {
        byte[] buffer = new byte[32 * 1024];
        try {
            for (int count = shell.in().read(buffer); count >= 0; count = shell.in().read(buffer)) {
                if (keys == null) {
                    stream.output().write(buffer, 0, count);
                    continue;
                }
                byte @Nullable [] passed = keys.pass(buffer, count);
                if (passed == null) {
                    detached.set(true);
                    stream.close();
                    return;
                }
                stream.output().write(passed);
            }
            stream.closeOutput();
        } catch (IOException e) {
            // the process is gone, or no longer reads; the other direction tells how it ended
        }
    }

    /**
     * Passes on the process's output until it ends.
     *
     * @param tty whether the process has a terminal, so that its output is not in frames
     * @return false if the user left it
     */
    boolean receiveOutput(boolean tty) {
        Frames frames = new Frames(shell.out(), shell.err());
        try {
            if (tty) {
                frames.raw(stream.input());
            } else {
                frames.framed(stream.input());
            }
        } catch (IOException e) {
            if (!detached.get()) {
                throw new UncheckedIOException(e);
            }
        }
        return !detached.get();
    }
}
