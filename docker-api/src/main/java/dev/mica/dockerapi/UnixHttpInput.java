package dev.mica.dockerapi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** What comes in on a socket, buffered. */
final class UnixHttpInput extends InputStream {

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024).limit(0);
    private volatile @Nullable Exception failure;

    UnixHttpInput(SocketChannel channel) {
        this.channel = channel;
    }

    /** Makes reading fail with this cause from now on. */
    void fail(Exception cause) {
        failure = cause;
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            buffer.limit(0);
            Exception cause = failure;
            throw cause == null ? e : new IOException(cause.getMessage(), cause);
        }
        buffer.flip();
        return count > 0;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, count);
        return count;
    }

    @Override
    public int available() {
        return buffer.remaining();
    }
}
