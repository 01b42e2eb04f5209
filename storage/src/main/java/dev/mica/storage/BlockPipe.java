package dev.mica.storage;

import dev.mica.storage.BlockPool.Block;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries a stream from one thread to another through blocks of a {@link BlockPool}. One writer,
 * one reader. A reader that gives up frees the writer, and the other way round.
 */
final class BlockPipe {
    private final BlockPool pool;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Block> filled = new ArrayDeque<>();
    private boolean ended;
    private boolean broken;
    private boolean abandoned;

    BlockPipe(BlockPool pool) {
        this.pool = pool;
    }

    /**
     * Hands over a block of the pool; false where the reader has given up and the block is free.
     */
    boolean put(Block block) {
        lock.lock();
        try {
            if (abandoned) {
                pool.giveBack(block);
                return false;
            }
            filled.add(block);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The stream has come to its end. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The stream will not come to its end: reading it fails. */
    void breakOff() {
        lock.lock();
        try {
            broken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Block next() throws IOException {
        lock.lock();
        try {
            while (filled.isEmpty()) {
                if (broken) {
                    throw new IOException("unexpected EOF");
                }
                if (ended) {
                    return null;
                }
                changed.await();
            }
            if (broken) {
                throw new IOException("unexpected EOF");
            }
            return filled.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            lock.unlock();
        }
    }

    private void abandon() {
        lock.lock();
        try {
            abandoned = true;
            filled.forEach(pool::giveBack);
            filled.clear();
        } finally {
            lock.unlock();
        }
    }

    /** What comes through. Closing it means that no more is wanted. */
    InputStream reader() {
        return new Reader();
    }

    private final class Reader extends InputStream {
        private @Nullable Block current;
        private int position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            Block from = current;
            if (from == null) {
                from = next();
                if (from == null) {
                    return -1;
                }
                current = from;
                position = 0;
            }
            int count = Math.min(length, from.length - position);
            System.arraycopy(from.bytes, position, buffer, offset, count);
            position += count;
            if (position == from.length) {
                current = null;
                pool.giveBack(from);
            }
            return count;
        }

        @Override
        public void close() {
            if (current != null) {
                pool.giveBack(current);
                current = null;
            }
            abandon();
        }
    }
}
