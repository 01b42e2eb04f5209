package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an archive, read in large blocks and looked at in place. Whatever is consumed that
 * is not file content is told to the {@link TarSplitWriter}.
 */
final class TarInput {
    private static final int SIZE = 256 * 1024;

    private final InputStream source;
    private final @Nullable TarSplitWriter split;
    private final byte[] buffer = new byte[SIZE];
    private int position;
    private int limit;
    private boolean ended;

    TarInput(InputStream source, @Nullable TarSplitWriter split) {
        this.source = source;
        this.split = split;
    }

    /** Where {@link #position} and what follows it lie. */
    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    /** How many bytes are there to look at, at most {@code wanted}; 0 only at the stream's end. */
    int available(long wanted) throws IOException {
        if (position == limit && wanted > 0) {
            fill();
        }
        return (int) Math.min(limit - position, wanted);
    }

    /**
     * The next block, which is not file content; null at the stream's end.
     *
     * @throws ArchiveException when the stream ends within the block
     */
    @Nullable TarBlock block() throws IOException {
        while (limit - position < TarBlock.SIZE && fill()) {
            // until it is there or the stream ends
        }
        if (limit == position) {
            return null;
        }
        if (limit - position < TarBlock.SIZE) {
            throw ArchiveException.unexpectedEof();
        }
        byte[] block = Arrays.copyOfRange(buffer, position, position + TarBlock.SIZE);
        consumeRaw(TarBlock.SIZE);
        return new TarBlock(block);
    }

    /**
     * The next bytes, which are not file content.
     *
     * @throws ArchiveException when the stream ends before
     */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int used = 0;
        while (used < count) {
            int there = available(count - used);
            if (there == 0) {
                throw ArchiveException.unexpectedEof();
            }
            System.arraycopy(buffer, position, bytes, used, there);
            consumeRaw(there);
            used += there;
        }
        return bytes;
    }

    /** Passes over bytes that are not file content. */
    private void consumeRaw(int count) throws IOException {
        if (split != null && count > 0) {
            split.raw(buffer, position, count);
        }
        position += count;
    }

    /** Passes over bytes of file content. */
    void consumeContent(int count) throws IOException {
        if (split != null) {
            split.content(buffer, position, count);
        }
        position += count;
    }

    /** Passes over up to {@code count} bytes that are no content; returns how many there were. */
    long skipRaw(long count) throws IOException {
        long left = count;
        int there = available(left);
        while (there > 0) {
            consumeRaw(there);
            left -= there;
            there = available(left);
        }
        return count - left;
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        int read = source.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        return true;
    }
}
