package dev.mica.dockerapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A peer that answers one connection with fixed bytes, whatever it is asked, and hangs up. */
final class ScriptedDaemon implements AutoCloseable {

    private final ServerSocketChannel server;
    private final Path socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Thread thread;

    private ScriptedDaemon(Path folder, String awaited, List<String> answer) {
        try {
            socket = folder.resolve("d.sock");
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().start(() -> serve(awaited, answer));
    }

    /** Answers as soon as a head has come, a piece at a time. */
    static ScriptedDaemon answering(Path folder, String... pieces) {
        return new ScriptedDaemon(folder, "\r\n\r\n", List.of(pieces));
    }

    /** Answers once what came in ends so, or the client ends its side. */
    static ScriptedDaemon answeringAfter(Path folder, String awaited, String answer) {
        return new ScriptedDaemon(folder, awaited, List.of(answer));
    }

    String host() {
        return "unix://" + socket;
    }

    /** What came in until the connection's end. */
    String received() {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return text();
    }

    private String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    private void serve(String awaited, List<String> pieces) {
        try (SocketChannel peer = server.accept()) {
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (!text().endsWith(awaited) && take(peer, buffer)) {
                // until it has come
            }
            for (String piece : pieces) {
                peer.write(ByteBuffer.wrap(piece.getBytes(StandardCharsets.ISO_8859_1)));
            }
            if (!text().contains("chunked")) {
                peer.shutdownOutput();
                while (take(peer, buffer)) {
                    // what is typed into a hijacked connection
                }
            }
        } catch (IOException e) {
            // the client went first, as some tests want it
        }
    }

    private boolean take(SocketChannel peer, ByteBuffer buffer) throws IOException {
        int count = peer.read(buffer.clear());
        if (count > 0) {
            byte[] bytes = new byte[count];
            buffer.flip().get(bytes);
            received.write(bytes, 0, count);
        }
        return count >= 0;
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
