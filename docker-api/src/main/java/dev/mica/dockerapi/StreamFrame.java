package dev.mica.dockerapi;

import dev.mica.engine.StreamType;
import java.nio.ByteBuffer;

/**
 * The eight bytes before a piece of output where stdout and stderr share a stream: the stream's
 * number, three zeros, and the piece's length as a big-endian number.
 */
final class StreamFrame {
    /** The length of a header. */
    static final int HEADER = 8;

    private StreamFrame() {}

    static byte[] header(StreamType stream, int length) {
        return ByteBuffer.allocate(HEADER).putInt(stream.code() << 24).putInt(length).array();
    }

    /** What the stream is called, which depends on the version asked for. */
    static String contentType(boolean raw, ApiVersion version) {
        return !raw && version.atLeast(42)
                ? "application/vnd.docker.multiplexed-stream"
                : "application/vnd.docker.raw-stream";
    }
}
