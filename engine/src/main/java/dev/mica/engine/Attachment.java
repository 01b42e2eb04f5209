package dev.mica.engine;

import dev.mica.linux.Linux;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client on a container's streams. It may be there before the container is started: it is then
 * connected before the first instruction of the user's program, so that nothing of the output is
 * missed. Each client has its own connection to conmon; conmon waits for the slowest of them, as
 * dockerd does.
 */
final class Attachment {
    private static final int INPUT = 8 * 1024;

    private final Linux linux;
    private final AttachRequest request;
    private final ClientStreams client;
    private final DetachKeys keys;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Optional<AttachSocket>> socket = new CompletableFuture<>();
    private volatile boolean detached;

    Attachment(Linux linux, AttachRequest request, ClientStreams client) {
        this.linux = linux;
        this.request = request;
        this.client = client;
        this.keys = DetachKeys.parse(request.detachKeys());
    }

    /** Connects it; the second time does nothing. */
    void connect(Bundle bundle) {
        if (taken.compareAndSet(false, true)) {
            try {
                socket.complete(Optional.of(AttachSocket.connect(linux, bundle)));
            } catch (RuntimeException e) {
                socket.completeExceptionally(e);
            }
        }
    }

    /** Ends it, whether it is connected or waits. */
    void cancel() {
        if (taken.compareAndSet(false, true)) {
            socket.complete(Optional.empty());
        } else {
            var _ = socket.thenAccept(s -> s.ifPresent(AttachSocket::shutdown));
        }
    }

    /**
     * Serves the client until the stream ends.
     *
     * @return whether the client typed the keys that detach it
     */
    boolean serve() throws InterruptedException {
        client.onGone(this::cancel);
        Optional<AttachSocket> connection = Futures.get(socket);
        if (connection.isEmpty()) {
            return false;
        }
        try (AttachSocket open = connection.get()) {
            if (request.stdin()) {
                Thread.ofVirtual().name("attach-input").start(() -> passInput(open));
            }
            open.receiveAll(this::passOutput);
        } catch (IOException e) {
            return detached; // the client is gone, which is for the client to know
        }
        return detached;
    }

    private void passOutput(StreamType stream, byte[] bytes, int length) throws IOException {
        boolean wanted = stream == StreamType.STDERR ? request.stderr() : request.stdout();
        if (wanted) {
            client.output(stream, bytes, 0, length);
        }
    }

    private void passInput(AttachSocket open) {
        byte[] buffer = new byte[INPUT];
        try {
            InputStream input = client.input();
            while (true) {
                int count = input.read(buffer);
                if (count < 0) {
                    open.finishInput();
                    return;
                }
                DetachKeys.Passed passed = keys.pass(buffer, count);
                if (passed.bytes().length > 0
                        && !open.send(passed.bytes(), passed.bytes().length)) {
                    return;
                }
                if (passed.detached()) {
                    detached = true;
                    open.shutdown();
                    return;
                }
            }
        } catch (IOException e) {
            open.finishInput(); // the client is gone; its output says so by itself
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
