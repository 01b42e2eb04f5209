package dev.mica.storage.spi;

import dev.mica.archive.ContentSink;
import dev.mica.archive.TarReader;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Linux;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes the content of an archive's files, one after another, through one native buffer: a file
 * that fits in it costs one write. What the archive does not spell out is left a hole.
 */
final class FileContent implements ContentSink, AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Linux linux;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private int fd = -1;

    /** Where the next byte of the buffer belongs; written by offset only once there was a hole. */
    private long position;

    private boolean sparse;

    FileContent(Linux linux) {
        this.linux = linux;
    }

    /** Writes all of the current entry's content to a new file. */
    void write(int to, TarReader archive) throws IOException {
        fd = to;
        position = 0;
        sparse = false;
        buffer.clear();
        archive.transferTo(this);
        flush();
        if (sparse) {
            linux.ftruncate(fd, position);
        }
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, buffer.remaining());
            buffer.put(bytes, offset + done, part);
            done += part;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    @Override
    public void hole(long length) {
        flush();
        sparse = true;
        position += length;
    }

    private void flush() {
        buffer.flip();
        while (buffer.hasRemaining()) {
            int n = sparse ? linux.pwrite(fd, buffer, position) : linux.write(fd, buffer);
            if (n < 0) {
                throw new ErrnoException(-n, "write", "");
            }
            position += n;
        }
        buffer.clear();
    }

    @Override
    public void close() {
        fd = -1;
    }
}
