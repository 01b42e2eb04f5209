package dev.mica.dockerapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 exchange over a unix socket, from the client's side: the JDK's own client cannot use
 * such sockets.
 */
final class UnixHttpConnection implements AutoCloseable {

    private static final int MAX_HEAD = 64 * 1024;

    private final SocketChannel channel;
    private final UnixHttpInput input;
    private final OutputStream output;

    UnixHttpConnection(SocketChannel channel) {
        this.channel = channel;
        this.input = new UnixHttpInput(channel);
        this.output = new ChannelOutput(channel);
    }

    /** Sends the head, and the body if there is one; a streamed body goes out beside the caller. */
    void send(DockerClientRequest request, String prefix, boolean upgrade) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append(request.method()).append(' ').append(request.target(prefix));
        head.append(" HTTP/1.1\r\nHost: api.moby.localhost\r\nUser-Agent: Mica-Client\r\n");
        for (Map.Entry<String, String> header : request.headers()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (upgrade) {
            head.append("Connection: Upgrade\r\nUpgrade: tcp\r\n");
        }
        // no switch over types: its first use would cost each command some 5 ms
        DockerClientRequest.@Nullable Body body = request.body();
        if (body instanceof DockerClientRequest.Json(String text)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(bytes.length)
                    .append("\r\n");
            write(head, bytes);
        } else if (body
                instanceof
                DockerClientRequest.Stream(String contentType, DockerClientRequest.Writer writer)) {
            head.append("Content-Type: ")
                    .append(contentType)
                    .append("\r\nTransfer-Encoding: chunked\r\n");
            write(head, new byte[0]);
            Thread.ofPlatform().daemon().name("request body").start(() -> stream(writer));
        } else {
            if (request.method().equals("POST")) {
                head.append("Content-Length: 0\r\n");
            }
            write(head, new byte[0]);
        }
    }

    private void write(StringBuilder head, byte[] body) throws IOException {
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer both = ByteBuffer.allocate(bytes.length + body.length);
        write(channel, both.put(bytes).put(body).flip());
    }

    /**
     * A daemon that has heard enough answers with an error and hangs up: then that answer counts,
     * not the failure to write. A source that fails must not look like a whole body, so the
     * connection is cut instead of ended.
     */
    private void stream(DockerClientRequest.Writer writer) {
        try (UnixHttpChunkedOutput chunks = new UnixHttpChunkedOutput(output)) {
            writer.writeTo(chunks);
            chunks.finish();
        } catch (UnixHttpChunkedOutput.PeerGoneException e) {
            // the reader sees what the daemon had to say
        } catch (IOException | RuntimeException e) {
            input.fail(e);
            close();
        }
    }

    /**
     * Waits for the answer's head.
     *
     * @param head whether the request was a HEAD, whose answer has no body
     */
    DockerClientReply reply(boolean head) throws IOException {
        while (true) {
            UnixHttpHeadReader lines = new UnixHttpHeadReader(input, MAX_HEAD);
            int status = status(lines.line());
            Map<String, String> headers = headers(lines);
            boolean interim = status >= 100 && status < 200 && status != 101;
            if (!interim) {
                return new DockerClientReply(this, status, headers, body(status, headers, head));
            }
        }
    }

    private static int status(String line) throws ProtocolException {
        // HTTP/1.1 200 OK
        boolean known = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
        if (known && line.length() >= 12 && (line.length() == 12 || line.charAt(12) == ' ')) {
            int status = number(line.substring(9, 12), 10);
            if (status >= 100) {
                return status;
            }
        }
        throw new ProtocolException("malformed HTTP response \"" + line + "\"");
    }

    private static Map<String, String> headers(UnixHttpHeadReader lines) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = lines.line(); !line.isEmpty(); line = lines.line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(colon - 1) == ' ' || line.charAt(0) == ' ') {
                throw new ProtocolException("malformed HTTP header \"" + line + "\"");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            String before = headers.put(name, value);
            if (before != null) {
                if (name.equals("content-length") && !before.equals(value)) {
                    throw new ProtocolException("two values of Content-Length");
                }
                headers.put(name, name.equals("content-length") ? value : before + ", " + value);
            }
        }
        return headers;
    }

    private InputStream body(int status, Map<String, String> headers, boolean head)
            throws ProtocolException {
        if (status == 101) {
            return input;
        }
        if (head || status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        @Nullable String coding = headers.get("transfer-encoding");
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new ProtocolException("unsupported transfer encoding \"" + coding + "\"");
            }
            return UnixHttpBody.chunked(input);
        }
        @Nullable String length = headers.get("content-length");
        return length == null ? input : UnixHttpBody.ofLength(input, length(length));
    }

    private static long length(String text) throws ProtocolException {
        if (!text.isEmpty()
                && text.length() <= 18
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(text);
        }
        throw new ProtocolException("bad Content-Length \"" + text + "\"");
    }

    /** The number, or -1 where the text is none. */
    static int number(String text, int radix) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0 || text.charAt(i) > 'f' || value > Integer.MAX_VALUE / radix - 1) {
                return -1;
            }
            value = value * radix + digit;
        }
        return text.isEmpty() ? -1 : value;
    }

    /** The raw way out. */
    OutputStream output() {
        return output;
    }

    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is left to lose
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static final class ChannelOutput extends OutputStream {
        private final SocketChannel channel;

        ChannelOutput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            UnixHttpConnection.write(channel, ByteBuffer.wrap(bytes, offset, length));
        }
    }
}
