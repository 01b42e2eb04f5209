package dev.mica.dockerapi;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** The body of an answer, which must come whole: the end of the connection before its end fails. */
final class UnixHttpBody extends InputStream {

    private final InputStream input;
    private final boolean chunked;
    // of the body, or of this chunk
    private long left;
    private boolean ended;
    private boolean first = true;

    private UnixHttpBody(InputStream input, boolean chunked, long length) {
        this.input = input;
        this.chunked = chunked;
        this.left = length;
        this.ended = !chunked && length == 0;
    }

    static InputStream ofLength(InputStream input, long length) {
        return new UnixHttpBody(input, false, length);
    }

    static InputStream chunked(InputStream input) {
        return new UnixHttpBody(input, true, 0);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (chunked && left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = input.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("unexpected EOF");
        }
        left -= count;
        ended = !chunked && left == 0;
        return count;
    }

    private void nextChunk() throws IOException {
        UnixHttpHeadReader lines = new UnixHttpHeadReader(input, 8 * 1024);
        if (!first && !lines.line().isEmpty()) {
            throw new ProtocolException("a chunk that is longer than it says");
        }
        first = false;
        String head = lines.line();
        int semicolon = head.indexOf(';');
        String size = (semicolon < 0 ? head : head.substring(0, semicolon)).strip();
        left = UnixHttpConnection.number(size, 16);
        if (left < 0) {
            throw new ProtocolException("bad chunk size \"" + size + "\"");
        }
        if (left == 0) {
            ended = true;
            while (!lines.line().isEmpty()) {
                // trailers say nothing that is wanted here
            }
        }
    }
}
