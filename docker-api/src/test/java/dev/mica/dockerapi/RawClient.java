package dev.mica.dockerapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that says exactly what it is told to, and shows exactly what came back. */
final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

    RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /** Sends text as it is; line ends are the caller's. */
    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    /** Sends a request without a body. */
    RawClient request(String method, String target, String... headers) throws IOException {
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: d\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head.append("\r\n").toString());
    }

    /** Sends a request with a JSON body. */
    RawClient post(String target, String json, String... headers) throws IOException {
        var all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length;
        return request("POST", target, all).send(json.getBytes(StandardCharsets.UTF_8));
    }

    RawClient halfClose() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /** What the next single read gives; the empty string at the end. */
    String readOnce() throws IOException {
        if (unread.size() > 0) {
            String text = unread.toString(StandardCharsets.ISO_8859_1);
            unread.reset();
            return text;
        }
        var buffer = ByteBuffer.allocate(256 << 10);
        int read = channel.read(buffer);
        return read < 0 ? "" : new String(buffer.array(), 0, read, StandardCharsets.ISO_8859_1);
    }

    /** Reads until {@code end} has come; what is behind it is kept. */
    String readThrough(String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            String more = readOnce();
            if (more.isEmpty()) {
                throw new IOException("the connection ended after: " + text);
            }
            text.append(more);
        }
        int cut = text.indexOf(end) + end.length();
        unread.writeBytes(text.substring(cut).getBytes(StandardCharsets.ISO_8859_1));
        return text.substring(0, cut);
    }

    /** Reads to the end of the connection. */
    String readAll() throws IOException {
        var text = new StringBuilder();
        for (String more = readOnce(); !more.isEmpty(); more = readOnce()) {
            text.append(more);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
