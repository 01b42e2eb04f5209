package dev.mica.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A daemon that gives fixed answers to known requests, 404 to others, and remembers all. */
final class AnsweringDaemon implements AutoCloseable {

    private record Answer(int status, String type, String body) {}

    private final ServerSocketChannel server;
    private final Path socket;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    AnsweringDaemon(Path folder) {
        try {
            socket = folder.resolve("d.sock");
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /** Answers a request line's method and target so. */
    AnsweringDaemon answer(String request, int status, String body) {
        answers.put(request, new Answer(status, "application/json", body));
        return this;
    }

    /** Hands the connection over, and writes these bytes to it. */
    AnsweringDaemon hijacked(String request, String bytes) {
        answers.put(request, new Answer(101, "application/vnd.docker.raw-stream", bytes));
        return this;
    }

    String host() {
        return "unix://" + socket;
    }

    /** The methods and targets that came, in order. */
    List<String> requests() {
        return requests;
    }

    /** The bodies that came, in order. */
    List<String> bodies() {
        return bodies;
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel peer = server.accept();
                Thread.ofPlatform().daemon().start(() -> one(peer));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void one(SocketChannel peer) {
        try (peer) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(peer));
            String line = line(in);
            String request = line.substring(0, line.lastIndexOf(' '));
            int length = 0;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                if (header.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(header.substring("Content-Length: ".length()));
                }
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            requests.add(request);
            if (!body.isEmpty()) {
                bodies.add(body);
            }
            Answer answer =
                    answers.getOrDefault(
                            request,
                            new Answer(
                                    404, "application/json", "{\"message\":\"page not found\"}"));
            byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
            String framing =
                    answer.status() == 101
                            ? "Connection: Upgrade\r\nUpgrade: tcp\r\n"
                            : "Content-Length: " + content.length + "\r\n";
            String head = "HTTP/1.1 " + answer.status() + " X\r\nContent-Type: " + answer.type();
            peer.write(
                    ByteBuffer.wrap(
                            (head + "\r\n" + framing + "\r\n").getBytes(StandardCharsets.UTF_8)));
            peer.write(ByteBuffer.wrap(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
