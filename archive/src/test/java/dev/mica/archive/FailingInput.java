package dev.mica.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Streams that break. */
final class FailingInput extends InputStream {
    private FailingInput() {}

    /** A stream that fails after some bytes. */
    static InputStream after(byte[] start) {
        return new SequenceInputStream(new ByteArrayInputStream(start), new FailingInput());
    }

    @Override
    public int read() throws IOException {
        throw new IOException("connection reset");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        throw new IOException("connection reset");
    }
}
