package dev.mica.dockerapi;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the lines of a head, or of a chunked body, which end with CR LF and have a bound. */
final class UnixHttpHeadReader {

    private final InputStream input;
    private final int most;
    private int total;
    private byte[] line = new byte[256];

    /**
     * @param most bytes that all lines may have together
     */
    UnixHttpHeadReader(InputStream input, int most) {
        this.input = input;
        this.most = most;
    }

    /** The next line without its end. */
    String line() throws IOException {
        int length = 0;
        while (true) {
            int b = input.read();
            if (b < 0) {
                throw new EOFException("unexpected EOF");
            }
            if (++total > most) {
                throw new ProtocolException("a head of over " + most + " bytes");
            }
            if (b == '\n') {
                if (length == 0 || line[length - 1] != '\r') {
                    throw new ProtocolException("a line that ends without CR");
                }
                return new String(line, 0, length - 1, StandardCharsets.ISO_8859_1);
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) b;
        }
    }
}
