package dev.mica.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** Passes on what a process wrote, to standard output and standard error, as soon as it comes. */
final class Frames {

    private static final int HEADER = 8;

    private final PrintStream out;
    private final PrintStream err;
    private final byte[] buffer = new byte[32 * 1024];

    Frames(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** A terminal's bytes as they are. */
    void raw(InputStream in) throws IOException {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            out.flush();
        }
    }

    /**
     * Frames: a byte that names the stream (0 to 2, or 3 for an error of the daemon), three zeros,
     * the length as a big-endian int, and so many bytes.
     */
    void framed(InputStream in) throws IOException {
        while (true) {
            int read = in.readNBytes(buffer, 0, HEADER);
            if (read == 0) {
                return;
            }
            if (read < HEADER) {
                throw new EOFException("unexpected EOF");
            }
            PrintStream to =
                    switch (buffer[0]) {
                        case 0, 1 -> out;
                        case 2, 3 -> err;
                        default ->
                                throw new ProtocolException(
                                        "Unrecognized input header: " + buffer[0]);
                    };
            long left = Integer.toUnsignedLong(ByteBuffer.wrap(buffer).getInt(4));
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw new EOFException("unexpected EOF");
                }
                to.write(buffer, 0, count);
                left -= count;
            }
            to.flush();
        }
    }
}
