package dev.mica.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/**
 * A server on loopback that answers as told, down to the byte at which it hangs up. Each path has
 * its own script; what has none is 404.
 */
final class FakeRegistry implements AutoCloseable {

    private final ServerSocket server;
    private final String scheme;
    private final Map<String, Function<Ask, Answer>> scripts = new ConcurrentHashMap<>();
    private final List<Ask> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    FakeRegistry() {
        this("http", ServerSocketFactory.getDefault());
    }

    FakeRegistry(String scheme, ServerSocketFactory sockets) {
        this.scheme = scheme;
        try {
            this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        on("/v2/", ask -> Answer.of(200, "{}"));
        Thread.ofVirtual().start(this::accept);
    }

    /** {@code 127.0.0.1:port}. */
    String authority() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    String url() {
        return scheme + "://" + authority();
    }

    /** Says what happens to requests of a path. */
    FakeRegistry on(String path, Function<Ask, Answer> script) {
        scripts.put(path, script);
        return this;
    }

    /** All requests, {@code GET /v2/}, in the order in which they came. */
    List<String> requests() {
        return asked.stream().map(Ask::toString).toList();
    }

    /** The requests of a path. */
    List<Ask> asked(String path) {
        return asked.stream().filter(ask -> ask.path().equals(path)).toList();
    }

    int connections() {
        return connections.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                Ask ask = read(line, in);
                asked.add(ask);
                Answer answer =
                        scripts.getOrDefault(
                                        ask.path(), a -> Answer.of(404, "404 page not found\n"))
                                .apply(ask);
                if (!send(answer, ask, socket.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // the other side had enough
        }
    }

    private static Ask read(String line, InputStream in) throws IOException {
        String[] words = line.split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.split(":", 2);
            if (parts.length < 2) {
                throw new IOException("no HTTP: TLS is tried first, perhaps");
            }
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Ask(words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private boolean send(Answer answer, Ask ask, OutputStream out)
            throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " x\r\n");
        answer.headers().forEach((n, v) -> head.append(n).append(": ").append(v).append("\r\n"));
        boolean sized = answer.headers().keySet().stream().anyMatch("Content-Length"::equals);
        if (answer.chunked()) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (!sized) {
            head.append("Content-Length: ").append(answer.body().length).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (ask.method().equals("HEAD")) {
            out.flush();
            return true;
        }
        write(out, answer, 0, answer.sent());
        out.flush();
        switch (answer.then()) {
            case NEXT_REQUEST -> {
                if (answer.chunked()) {
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            case HANG_UP -> {
                // what it has not handed on by then, the JDK's client drops
                closed.await(200, TimeUnit.MILLISECONDS);
                return false;
            }
            case SILENCE -> closed.await();
            case TRICKLE -> {
                for (int i = answer.sent(); i < answer.body().length; i++) {
                    if (closed.await(20, TimeUnit.MILLISECONDS)) {
                        return false;
                    }
                    write(out, answer, i, 1);
                    out.flush();
                }
            }
        }
        return true;
    }

    private static void write(OutputStream out, Answer answer, int offset, int length)
            throws IOException {
        if (!answer.chunked()) {
            out.write(answer.body(), offset, length);
        } else if (length > 0) {
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(answer.body(), offset, length);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Socket socket : connections) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
