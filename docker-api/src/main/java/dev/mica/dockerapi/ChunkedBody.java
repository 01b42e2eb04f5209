package dev.mica.dockerapi;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a streamed answer. {@link #flush} sends what has been written, and the head if that
 * is still to be sent, even where nothing has been written; {@link #close} ends the answer. Without
 * {@code close} the client sees a connection that broke off, which is how a failure in the middle
 * of a stream must look.
 *
 * <p>Not for use by several threads at once. A client that has gone is a {@link
 * ClientGoneException}.
 */
final class ChunkedBody extends OutputStream {
    private static final int CHUNK = 64 << 10;

    private final Answer answer;
    private final int status;
    private final List<String> headers;
    private byte[] buffer = new byte[512];
    private int buffered;
    private boolean headSent;
    private boolean finished;

    ChunkedBody(Answer answer, int status, List<String> headers) {
        this.answer = answer;
        this.status = status;
        this.headers = headers;
    }

    /** Whether the answer has come to its end. */
    boolean finished() {
        return finished;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (finished) {
            throw new IOException("write to an answer that has ended");
        }
        if (buffered + length >= CHUNK) {
            flush();
            sendChunk(bytes, offset, length);
            return;
        }
        if (buffered + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, CHUNK);
        }
        System.arraycopy(bytes, offset, buffer, buffered, length);
        buffered += length;
    }

    @Override
    public void flush() {
        if (!headSent) {
            headSent = true;
            answer.startStream(status, headers);
        }
        sendChunk(buffer, 0, buffered);
        buffered = 0;
    }

    private void sendChunk(byte[] bytes, int offset, int length) {
        if (length > 0) {
            answer.writeChunk(bytes, offset, length);
        }
    }

    @Override
    public void close() {
        if (!finished) {
            flush();
            finished = true;
            answer.writeLastChunk();
        }
    }
}
