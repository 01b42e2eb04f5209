package dev.mica.dockerapi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A request's body in chunks, each written to the socket at once with its head. {@link #finish}
 * ends the body; a stream that is only closed leaves it unfinished, and the daemon sees that.
 */
final class UnixHttpChunkedOutput extends OutputStream {

    private static final int CHUNK = 64 * 1024;
    // room for the size in hexadecimal and CR LF
    private static final int HEAD = 10;

    private final OutputStream output;
    private final byte[] chunk = new byte[HEAD + CHUNK + 2];
    private int length;

    UnixHttpChunkedOutput(OutputStream output) {
        this.output = output;
    }

    @Override
    public void write(int b) throws IOException {
        if (length == CHUNK) {
            flush();
        }
        chunk[HEAD + length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        while (from < offset + count) {
            if (length == CHUNK) {
                flush();
            }
            int part = Math.min(offset + count - from, CHUNK - length);
            System.arraycopy(bytes, from, chunk, HEAD + length, part);
            length += part;
            from += part;
        }
    }

    @Override
    public void flush() throws IOException {
        if (length == 0) {
            return; // an empty chunk would be the end
        }
        byte[] head = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int start = HEAD - head.length;
        System.arraycopy(head, 0, chunk, start, head.length);
        chunk[HEAD + length] = '\r';
        chunk[HEAD + length + 1] = '\n';
        send(chunk, start, head.length + length + 2);
        length = 0;
    }

    /** Says that the body is whole. */
    void finish() throws IOException {
        flush();
        byte[] end = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        send(end, 0, end.length);
    }

    private void send(byte[] bytes, int offset, int count) throws PeerGoneException {
        try {
            output.write(bytes, offset, count);
        } catch (IOException e) {
            throw new PeerGoneException(e);
        }
    }

    @Override
    public void close() {
        // the connection is not ours
    }

    /** The daemon reads no further. */
    static final class PeerGoneException extends IOException {
        private static final long serialVersionUID = 1;

        PeerGoneException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
