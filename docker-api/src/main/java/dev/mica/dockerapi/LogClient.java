package dev.mica.dockerapi;

import dev.mica.engine.ClientOutput;
import dev.mica.engine.StreamType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A client that reads a container's log, whole or as it grows. */
final class LogClient implements ClientOutput, AutoCloseable {
    private final Exchange exchange;
    private final boolean follow;
    private boolean raw;
    private @Nullable ChunkedBody body;
    private ConnectionInput.@Nullable Watch watch;

    /**
     * @param follow whether each piece is sent at once
     */
    LogClient(Exchange exchange, boolean follow) {
        this.exchange = exchange;
        this.follow = follow;
    }

    @Override
    public void ready(boolean raw) {
        this.raw = raw;
        // Up to 1.41 the answer has no content type at all.
        ChunkedBody stream =
                exchange.version().atLeast(42)
                        ? exchange.answer().stream(
                                200,
                                "Content-Type: " + StreamFrame.contentType(raw, exchange.version()))
                        : exchange.answer().stream(200);
        body = stream;
        stream.flush();
    }

    @Override
    public void output(StreamType stream, byte[] bytes, int offset, int length) throws IOException {
        ChunkedBody answer = body;
        if (answer == null) {
            throw new IllegalStateException("output before ready");
        }
        try {
            if (!raw) {
                answer.write(StreamFrame.header(stream, length));
            }
            answer.write(bytes, offset, length);
            if (follow) {
                answer.flush();
            }
        } catch (ClientGoneException e) {
            throw e.getCause();
        }
    }

    @Override
    public void onGone(Runnable action) {
        watch = exchange.watch(action);
    }

    /** Ends the answer, which is whole. */
    void end() {
        if (body != null) {
            body.close();
        }
    }

    /** Stops watching the client. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
