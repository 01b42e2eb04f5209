package dev.mica.dockerapi;

import dev.mica.engine.ClientStreams;
import dev.mica.engine.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client that has taken over its connection to talk to a container's process: {@code docker
 * attach} and {@code docker exec}. Until the engine says that all is ready an error is an ordinary
 * answer; from then on the connection is the stream's.
 *
 * <p>A client that half-closes goes on reading, so nothing but a failing write tells that it is
 * gone, as with dockerd.
 */
final class HijackedClient implements ClientStreams {
    private final Exchange exchange;
    private final boolean bareHead;
    private final InputStream input;
    private boolean raw;

    /**
     * @param bareHead whether the answer's head has no headers but the hijack's
     */
    HijackedClient(Exchange exchange, boolean bareHead) {
        this.exchange = exchange;
        this.bareHead = bareHead;
        this.input = new ConnectionStream(exchange.connection().dataReader());
    }

    @Override
    public void ready(boolean raw) {
        this.raw = raw;
        String contentType = StreamFrame.contentType(raw, exchange.version());
        exchange.answer().hijack(exchange.upgrade(), bareHead, contentType);
    }

    @Override
    public void output(StreamType stream, byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        var piece = ByteBuffer.wrap(bytes, offset, length);
        try {
            if (raw) {
                exchange.connection().output().write(piece);
            } else {
                byte[] header = StreamFrame.header(stream, length);
                exchange.connection().output().write(ByteBuffer.wrap(header), piece);
            }
        } catch (ClientGoneException e) {
            throw e.getCause();
        }
    }

    /** Shows an error where the process's output would stand, if its stream has begun. */
    void fail(RuntimeException failure) throws IOException {
        if (!exchange.answer().started()) {
            throw failure;
        }
        byte[] text = (failure.getMessage() + "\r\n").getBytes(StandardCharsets.UTF_8);
        output(StreamType.STDOUT, text, 0, text.length);
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public void onGone(Runnable action) {
        // See the class: a half-close looks the same.
    }
}
