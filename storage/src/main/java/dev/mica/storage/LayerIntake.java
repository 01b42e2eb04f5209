package dev.mica.storage;

import dev.mica.archive.Compression;
import dev.mica.archive.ReadAhead;
import dev.mica.archive.TarReader;
import dev.mica.archive.TarSplitWriter;
import dev.mica.errno.ErrnoException;
import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import dev.mica.storage.BlockPool.Block;
import dev.mica.storage.spi.StorageDriver;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * One layer on its way in. Whoever has its bytes writes them here; they are digested on that
 * thread, carried over in blocks, and unpacked on a platform thread, since that one's system calls
 * block. So reading a second layer goes on while the first is still being written.
 */
final class LayerIntake extends OutputStream {
    private static final int SPLIT_BUFFER = 64 * 1024;

    private final StorageDriver driver;
    private final LayerDb db;
    private final BlockPool pool;
    private final BlockPipe pipe;
    private final String cacheId = RandomId.next();
    private final MessageDigest digest = Digest.Algorithm.SHA256.hasher();
    private final Thread unpacker;
    private @Nullable Block block;

    private @Nullable Throwable failure;
    private @Nullable DiffId diffId;
    private long size;
    private volatile @Nullable StagedLayer staged;

    private LayerIntake(StorageDriver driver, LayerDb db, BlockPool pool) {
        this.driver = driver;
        this.db = db;
        this.pool = pool;
        this.pipe = new BlockPipe(pool);
        this.unpacker =
                Thread.ofPlatform()
                        .daemon()
                        .name("mica-unpack-" + cacheId.substring(0, 12))
                        .unstarted(this::unpack);
    }

    /** Makes an empty layer and the thread that fills it. */
    static LayerIntake begin(StorageDriver driver, LayerDb db, BlockPool pool) {
        LayerIntake intake = new LayerIntake(driver, db, pool);
        try {
            db.begin(intake.cacheId);
            driver.create(intake.cacheId, null);
        } catch (RuntimeException e) {
            intake.remove();
            throw e;
        }
        intake.unpacker.start();
        return intake;
    }

    private void unpack() {
        try (InputStream in = pipe.reader();
                OutputStream split =
                        new BufferedOutputStream(
                                Files.newOutputStream(
                                        db.stagedTarSplit(cacheId),
                                        StandardOpenOption.CREATE_NEW,
                                        StandardOpenOption.WRITE),
                                SPLIT_BUFFER)) {
            byte[] start = in.readNBytes(Compression.PEEK);
            PushbackInputStream whole = new PushbackInputStream(in, Compression.PEEK);
            whole.unread(start);
            if (Compression.detect(start, start.length) == Compression.NONE) {
                unpack(whole, split);
            } else {
                MessageDigest plain = Digest.Algorithm.SHA256.hasher();
                try (InputStream ahead =
                        new ReadAhead(Compression.decompress(whole), plain::update)) {
                    unpack(ahead, split);
                }
                diffId = new DiffId(Digest.ofSha256(plain.digest()));
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void unpack(InputStream tar, OutputStream split) throws IOException {
        try (TarSplitWriter writer = new TarSplitWriter(split)) {
            TarReader reader = new TarReader(tar, writer);
            size = driver.applyDiff(cacheId, null, reader);
            reader.finish();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /**
     * Takes the next bytes; waits while too much is on the way already.
     *
     * @throws StorageException or what else made unpacking fail
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        int done = 0;
        while (done < length) {
            if (block == null) {
                block = take();
            }
            int part = Math.min(length - done, block.bytes.length - block.length);
            System.arraycopy(bytes, offset + done, block.bytes, block.length, part);
            done += part;
            block.length += part;
            if (block.length == block.bytes.length) {
                flushBlock();
            }
        }
    }

    private Block take() throws IOException {
        try {
            return pool.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void flushBlock() throws IOException {
        Block full = block;
        block = null;
        if (full != null && !pipe.put(full)) {
            join();
            throwFailure();
            throw new StorageException("the layer ended before its stream");
        }
    }

    /**
     * All bytes have come: no more are taken, and unpacking goes on by itself. {@link #finish}
     * waits for it.
     */
    void complete() throws IOException {
        flushBlock();
        pipe.end();
    }

    /** All bytes have come. Waits until they are unpacked. */
    StagedLayer finish() throws IOException {
        StagedLayer known = staged;
        if (known != null) {
            return known;
        }
        complete();
        join();
        throwFailure();
        Digest blob = Digest.ofSha256(digest.digest());
        StagedLayer layer =
                new StagedLayer(cacheId, diffId == null ? new DiffId(blob) : diffId, blob, size);
        staged = layer;
        return layer;
    }

    private void join() {
        boolean interrupted = false;
        while (true) {
            try {
                unpacker.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                pipe.breakOff();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case Error e -> throw e;
            case ErrnoException e -> throw e;
            case Throwable e ->
                    throw new StorageException("Error processing tar file: " + e.getMessage(), e);
        }
    }

    /** Stops unpacking where it goes on, and removes the layer unless it was filed. */
    void discard() {
        if (unpacker.isAlive()) {
            pipe.breakOff();
            join();
        }
        StagedLayer layer = staged;
        if (layer == null || layer.filedAs() == null) {
            remove();
        }
    }

    private void remove() {
        driver.remove(cacheId);
        db.forgetTemporary(cacheId);
    }
}
