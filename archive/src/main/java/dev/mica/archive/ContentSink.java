package dev.mica.archive;

import java.io.IOException;

/** Takes the content of a file, from its first byte to its last. */
@FunctionalInterface
public interface ContentSink {

    /**
     * The next bytes of the file.
     *
     * @param buffer valid until this returns; not to be changed
     * @param offset where they begin
     * @param length how many; at least 1
     */
    void data(byte[] buffer, int offset, int length) throws IOException;

    /**
     * The next bytes of the file are zero, and the archive does not spell them out. The default
     * passes that many zeros to {@link #data}; who writes files leaves a hole.
     *
     * @param length how many; at least 1. It comes from the archive's header and may be huge.
     */
    default void hole(long length) throws IOException {
        byte[] zeros = new byte[(int) Math.min(length, 64 * 1024)];
        for (long left = length; left > 0; left -= zeros.length) {
            data(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }
}
