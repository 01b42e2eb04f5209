package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream on a thread of its own, a few blocks ahead of who reads this one, and shows each
 * block to a tap on that thread: decompressing and digesting go on while the reader writes files.
 *
 * <p>One thread at a time may read. The reading thread is a platform thread: it computes more than
 * it waits, and would keep virtual threads from their carriers.
 */
public final class ReadAhead extends InputStream {
    private static final int BLOCKS = 4;
    private static final int BLOCK_SIZE = 256 * 1024;

    /** Sees every byte of the stream, in order, in large blocks. */
    @FunctionalInterface
    public interface Tap {
        /** The next bytes; not to be changed or kept. */
        void block(byte[] buffer, int offset, int length);
    }

    private static final class Block {
        final byte[] bytes = new byte[BLOCK_SIZE];
        int length;
        boolean last;
        @Nullable Throwable failure;
    }

    private final InputStream source;
    private final Tap tap;
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread;
    private volatile boolean closed;

    private @Nullable Block current;
    private int position;

    /**
     * @param source closed with this stream
     * @param tap called on the reading thread; once {@link #read} has returned -1, it has seen all
     *     and its work is visible to the reader
     */
    public ReadAhead(InputStream source, Tap tap) {
        this.source = source;
        this.tap = tap;
        for (int i = 0; i < BLOCKS; i++) {
            empty.add(new Block());
        }
        thread = Thread.ofPlatform().daemon().name("mica-read-ahead").start(this::run);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("Stream closed");
        }
        if (length == 0) {
            return 0;
        }
        Block block = current();
        int count = Math.min(length, block.length - position);
        if (count == 0) {
            return -1;
        }
        System.arraycopy(block.bytes, position, target, offset, count);
        position += count;
        return count;
    }

    /** Waits for a read of the source that is under way; the tap is not called after that. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        empty.offer(new Block()); // wakes the thread where it waits for one
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }

    /** The block that the next byte is in; at the end, the last one. */
    private Block current() throws IOException {
        Block block = current;
        while (block == null || (position == block.length && !block.last)) {
            if (block != null) {
                current = null;
                empty.add(block);
            }
            block = take();
            current = block;
            position = 0;
        }
        if (position == block.length && block.failure != null) {
            throw rethrown(block.failure);
        }
        return block;
    }

    private Block take() throws IOException {
        try {
            return full.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for data");
        }
    }

    private static IOException rethrown(Throwable failure) {
        return switch (failure) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException(failure);
        };
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                Block block = empty.take();
                if (closed) {
                    return;
                }
                fill(block);
                more = !block.last;
                full.add(block);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody knows this thread to interrupt it", e);
        }
    }

    private void fill(Block block) {
        block.length = 0;
        try {
            while (block.length < BLOCK_SIZE && !block.last && !closed) {
                int read = source.read(block.bytes, block.length, BLOCK_SIZE - block.length);
                block.last = read < 0;
                block.length += Math.max(0, read);
            }
            if (block.length > 0 && !closed) {
                tap.block(block.bytes, 0, block.length);
            }
        } catch (IOException | RuntimeException | Error e) {
            block.failure = e;
            block.last = true;
        }
    }
}
