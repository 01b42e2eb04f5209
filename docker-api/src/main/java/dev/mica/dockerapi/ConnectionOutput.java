package dev.mica.dockerapi;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the daemon sends on one connection. Helidon's own socket writes at most 8 KiB a system call;
 * this one gives the kernel whole buffers, which {@code docker save} feels.
 *
 * <p>Safe for use by several threads: what one call writes stays together.
 */
final class ConnectionOutput implements DataWriter {
    private final SocketChannel channel;
    private final ReentrantLock lock = new ReentrantLock();

    ConnectionOutput(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Writes all of {@code buffers}, in order, blocking while the client does not read.
     *
     * @throws ClientGoneException if the client has closed the connection
     */
    void write(ByteBuffer... buffers) {
        lock.lock();
        try {
            long left = 0;
            for (ByteBuffer buffer : buffers) {
                left += buffer.remaining();
            }
            while (left > 0) {
                left -= channel.write(buffers);
            }
        } catch (IOException e) {
            throw new ClientGoneException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        write(ByteBuffer.wrap(buffer.readBytes()));
    }
}
