package dev.mica.storage;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Blocks of memory for what is read ahead: at most so many, made when first needed and used again.
 * Thread-safe.
 */
final class BlockPool {
    private static final int BLOCK = 128 * 1024;

    /** Bytes, and how many of them count. */
    static final class Block {
        final byte[] bytes = new byte[BLOCK];
        int length;
    }

    private final Semaphore free;
    private final ConcurrentLinkedQueue<Block> idle = new ConcurrentLinkedQueue<>();

    /**
     * @param bytes all blocks together
     */
    BlockPool(int bytes) {
        this.free = new Semaphore(bytes / BLOCK);
    }

    /** An empty block; waits for one where all are in use. */
    Block take() throws InterruptedException {
        free.acquire();
        Block known = idle.poll();
        Block block = known == null ? new Block() : known;
        block.length = 0;
        return block;
    }

    void giveBack(Block block) {
        idle.add(block);
        free.release();
    }
}
