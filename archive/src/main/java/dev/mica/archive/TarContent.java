package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The content of one entry: what lies in the archive, and the holes of a sparse file. */
final class TarContent extends InputStream {
    private final TarInput input;

    private long stored;

    private @Nullable SparseMap sparse;
    private int piece;
    private long position;
    private long size;
    private boolean finished;

    TarContent(TarInput input, long stored) {
        this.input = input;
        this.stored = stored;
        this.size = stored;
    }

    /** Bytes that the archive still holds for this entry, padding apart. */
    long stored() {
        return stored;
    }

    void makeSparse(SparseMap map, long realSize) {
        sparse = map.validated(realSize);
        size = realSize;
    }

    /** A block of the stored bytes that is not the file's own. */
    TarBlock takeBlock() throws IOException {
        TarBlock block = stored < TarBlock.SIZE ? null : input.block();
        if (block == null) {
            throw ArchiveException.unexpectedEof();
        }
        stored -= TarBlock.SIZE;
        return block;
    }

    /** Passes over what the archive still holds; the entry has no more content then. */
    void skip() throws IOException {
        finished = true;
        while (stored > 0) {
            int there = input.available(stored);
            if (there == 0) {
                throw ArchiveException.unexpectedEof();
            }
            input.consumeContent(there);
            stored -= there;
        }
    }

    void transferTo(ContentSink sink) throws IOException {
        while (!atEnd()) {
            long hole = hole();
            if (hole > 0) {
                sink.hole(hole);
                position += hole;
            } else {
                int there = data(Long.MAX_VALUE);
                sink.data(input.buffer(), input.position(), there);
                consume(there);
            }
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (atEnd()) {
            return -1;
        }
        int count = (int) Math.min(hole(), length);
        if (count > 0) {
            Arrays.fill(target, offset, offset + count, (byte) 0);
            position += count;
        } else {
            count = data(length);
            System.arraycopy(input.buffer(), input.position(), target, offset, count);
            consume(count);
        }
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    private boolean atEnd() {
        if (finished) {
            return true;
        }
        if (position < size) {
            return false;
        }
        if (stored > 0) {
            throw new ArchiveException("archive/tar: sparse file contains unreferenced data");
        }
        return true;
    }

    /** How many zeros come next. */
    private long hole() {
        if (sparse == null) {
            return 0;
        }
        while (piece < sparse.size() && position >= sparse.offset(piece) + sparse.length(piece)) {
            piece++;
        }
        long next = piece < sparse.size() ? sparse.offset(piece) : size;
        return Math.max(0, next - position);
    }

    /** How many bytes of data come next and are in the buffer: at least one. */
    private int data(long wanted) throws IOException {
        long left =
                sparse == null
                        ? size - position
                        : sparse.offset(piece) + sparse.length(piece) - position;
        if (stored == 0) {
            throw new ArchiveException("archive/tar: sparse file references non-existent data");
        }
        int there = input.available(Math.min(Math.min(left, stored), wanted));
        if (there == 0) {
            throw ArchiveException.unexpectedEof();
        }
        return there;
    }

    private void consume(int count) throws IOException {
        input.consumeContent(count);
        position += count;
        stored -= count;
    }
}
