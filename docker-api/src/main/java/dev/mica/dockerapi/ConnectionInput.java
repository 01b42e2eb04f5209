package dev.mica.dockerapi;

import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the client sends on one connection, as Helidon's {@code DataReader} takes it: blocks of
 * bytes, then null for ever after the client's end.
 *
 * <p>While an answer goes on for long and nobody reads (wait, events, {@code logs -f}), {@link
 * #watch} reads ahead in the background, for that is the only way to notice that the client has
 * gone. What it read is not lost: it is the next block, so a pipelined request is served in its
 * turn and the connection stays usable, as with Go's server.
 */
final class ConnectionInput implements Supplier<byte @Nullable []> {
    private static final int SMALLEST_BLOCK = 8 << 10;
    private static final int LARGEST_BLOCK = 128 << 10;

    private final SocketChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readIsDone = lock.newCondition();
    private int blockSize = SMALLEST_BLOCK;
    private boolean readingAhead;
    private byte @Nullable [] ahead;
    private boolean ended;
    private @Nullable Watch watch;

    ConnectionInput(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * The next block, or null after the client's end. Called by one thread at a time.
     *
     * @throws CloseConnectionException if the connection broke, or this thread was interrupted
     */
    @Override
    public byte @Nullable [] get() {
        lock.lock();
        try {
            while (readingAhead) {
                readIsDone.await();
            }
            byte[] block = ahead;
            if (block != null || ended) {
                ahead = null;
                return block;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the server is closing", e);
        } finally {
            lock.unlock();
        }
        byte[] block = read();
        if (block == null) {
            end();
        }
        return block;
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the client has ended its side, as far as anybody has read. */
    boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Calls {@code hangUp}, once and on a thread of its own, when the client ends its side before
     * the watch is closed. A client that half-closes counts as gone, as for Docker.
     */
    Watch watch(Runnable hangUp) {
        var started = new Watch(hangUp);
        lock.lock();
        try {
            watch = started;
            if (ended) {
                Thread.startVirtualThread(started::ended);
            } else if (ahead == null && !readingAhead) {
                readingAhead = true;
                Thread.ofVirtual().name("hang-up-watch").start(this::readAhead);
            }
        } finally {
            lock.unlock();
        }
        return started;
    }

    private void readAhead() {
        byte[] block = null;
        try {
            block = read();
        } catch (CloseConnectionException e) {
            // A connection that broke has ended: whoever reads next is told so by null.
        }
        Watch watching;
        lock.lock();
        try {
            readingAhead = false;
            ahead = block;
            ended = block == null;
            watching = watch;
            readIsDone.signalAll();
        } finally {
            lock.unlock();
        }
        if (block == null && watching != null) {
            watching.ended();
        }
    }

    /** Grows with the sender: small requests need small blocks, an image's archive large ones. */
    private byte @Nullable [] read() {
        var block = new byte[blockSize];
        try {
            int read = channel.read(ByteBuffer.wrap(block));
            if (read < 0) {
                return null;
            }
            if (read < block.length) {
                return Arrays.copyOf(block, read);
            }
            blockSize = Math.min(2 * blockSize, LARGEST_BLOCK);
            return block;
        } catch (IOException e) {
            throw new CloseConnectionException("the connection broke", e);
        }
    }

    /** A watch for the client's hang-up, until closed. */
    static final class Watch implements AutoCloseable {
        private final Runnable hangUp;
        private final ReentrantLock lock = new ReentrantLock();
        private boolean closed;

        private Watch(Runnable hangUp) {
            this.hangUp = hangUp;
        }

        private void ended() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    hangUp.run();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Ends the watch; {@code hangUp} has either run to its end or never will. */
        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
            } finally {
                lock.unlock();
            }
        }
    }
}
