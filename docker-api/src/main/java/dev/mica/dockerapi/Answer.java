package dev.mica.dockerapi;

import io.helidon.http.DateTime;
import io.helidon.http.Status;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request, framed as Go's server frames it: a body of up to 2 KiB has a {@code
 * Content-Length}, a longer one and every stream is chunked. One of {@link #send}, {@link #empty},
 * {@link #stream} and {@link #hijack} is called, once.
 *
 * <p>Not for use by several threads; a stream's body may be written by another one.
 */
final class Answer {
    private static final int LONGEST_UNCHUNKED = 2048;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = GoText.ascii("0\r\n\r\n");

    private final ConnectionOutput output;
    private final String serverHeaders;
    private final boolean headOnly;
    private boolean close;
    private boolean started;
    private @Nullable ChunkedBody body;

    /**
     * @param serverHeaders the headers of every answer, each with its line end
     * @param headOnly whether the method is HEAD: all but the body is sent
     * @param close whether the client asked that the connection end with this answer
     */
    Answer(ConnectionOutput output, String serverHeaders, boolean headOnly, boolean close) {
        this.output = output;
        this.serverHeaders = serverHeaders;
        this.headOnly = headOnly;
        this.close = close;
    }

    /** Whether anything has been sent, so that an error can no longer become the answer. */
    boolean started() {
        return started;
    }

    /** Whether a started answer has also come to its end. */
    boolean finished() {
        return started && (body == null || body.finished());
    }

    /** Whether the connection ends with this answer. */
    boolean closes() {
        return close;
    }

    /** The connection is to end with this answer, and its head says so if it is still to come. */
    void closeConnection() {
        close = true;
    }

    /** Sends a whole answer in one write. {@code headers} are lines without their ends. */
    void send(int status, byte[] content, String... headers) {
        boolean chunked = content.length > LONGEST_UNCHUNKED;
        byte[] head =
                head(
                        status,
                        chunked
                                ? "Transfer-Encoding: chunked"
                                : "Content-Length: " + content.length,
                        headers);
        started = true;
        body = null;
        if (headOnly) {
            output.write(ByteBuffer.wrap(head));
        } else if (chunked) {
            output.write(
                    ByteBuffer.wrap(head),
                    ByteBuffer.wrap(chunkSize(content.length)),
                    ByteBuffer.wrap(content),
                    ByteBuffer.wrap(CRLF),
                    ByteBuffer.wrap(LAST_CHUNK));
        } else {
            output.write(ByteBuffer.wrap(head), ByteBuffer.wrap(content));
        }
    }

    /** Sends an answer without a body. */
    void empty(int status, String... headers) {
        String length = status == 204 || status == 304 ? "" : "Content-Length: 0";
        byte[] head = head(status, length, headers);
        started = true;
        body = null;
        output.write(ByteBuffer.wrap(head));
    }

    /**
     * Begins a chunked answer. Its head goes out by itself at the first {@code flush}, or with the
     * first 64 KiB, or at the end; until then an error may still become the answer.
     */
    ChunkedBody stream(int status, String... headers) {
        var stream = new ChunkedBody(this, status, List.of(headers));
        body = stream;
        return stream;
    }

    void startStream(int status, List<String> headers) {
        started = true;
        output.write(
                ByteBuffer.wrap(
                        head(
                                status,
                                "Transfer-Encoding: chunked",
                                headers.toArray(String[]::new))));
    }

    void writeChunk(byte[] bytes, int offset, int length) {
        if (!headOnly) {
            output.write(
                    ByteBuffer.wrap(chunkSize(length)),
                    ByteBuffer.wrap(bytes, offset, length),
                    ByteBuffer.wrap(CRLF));
        }
    }

    void writeLastChunk() {
        if (!headOnly) {
            output.write(ByteBuffer.wrap(LAST_CHUNK));
        }
    }

    /**
     * Gives the connection away: sends the head of a 101 where the client asked for an upgrade,
     * else of a 200 whose body is the raw stream, by itself so that a client that reads the socket
     * below its own buffer loses nothing.
     *
     * @param bare whether only the headers of the hijack itself are sent, as for attach
     */
    void hijack(boolean upgrade, boolean bare, String contentType) {
        var head = new StringBuilder(256);
        head.append(upgrade ? "HTTP/1.1 101 UPGRADED\r\n" : "HTTP/1.1 200 OK\r\n");
        head.append("Content-Type: ").append(contentType).append("\r\n");
        if (upgrade) {
            head.append("Connection: Upgrade\r\nUpgrade: tcp\r\n");
        }
        if (!bare) {
            head.append(serverHeaders);
        }
        close = true;
        started = true;
        output.write(ByteBuffer.wrap(GoText.ascii(head.append("\r\n").toString())));
    }

    private byte[] head(int status, String framing, String... headers) {
        var head = new StringBuilder(320);
        head.append("HTTP/1.1 ").append(status).append(' ');
        head.append(reason(status)).append("\r\n");
        head.append(serverHeaders);
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Date: ").append(new String(DateTime.http1Bytes(), StandardCharsets.US_ASCII));
        if (!framing.isEmpty()) {
            head.append(framing).append("\r\n");
        }
        if (close) {
            head.append("Connection: close\r\n");
        }
        return GoText.ascii(head.append("\r\n").toString());
    }

    private static String reason(int status) {
        return status == 431
                ? "Request Header Fields Too Large"
                : Status.create(status).reasonPhrase();
    }

    private static byte[] chunkSize(int length) {
        return GoText.ascii(Integer.toHexString(length) + "\r\n");
    }
}
