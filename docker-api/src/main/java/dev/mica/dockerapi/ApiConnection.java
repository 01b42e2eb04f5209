package dev.mica.dockerapi;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * One client's connection: Helidon's own context with our reading and writing in it, so that the
 * code above (hijack, watch for hang-up) and Helidon's HTTP parser see the same bytes.
 */
final class ApiConnection implements ConnectionContext {
    private static final Duration LINGER = Duration.ofMillis(500);

    private final ConnectionContext helidon;
    private final SocketChannel channel;
    private final Router router;
    private final ConnectionInput input;
    private final ConnectionOutput output;
    private final DataReader reader;

    ApiConnection(ConnectionContext helidon, SocketChannel channel, Router router) {
        this.helidon = helidon;
        this.channel = channel;
        this.router = router;
        this.input = new ConnectionInput(channel);
        this.output = new ConnectionOutput(channel);
        this.reader = new BoundedReader(input);
    }

    /** What the client sends; the blocks go to {@link #dataReader}, which is where to read. */
    ConnectionInput input() {
        return input;
    }

    /** What the daemon sends. */
    ConnectionOutput output() {
        return output;
    }

    /**
     * Ends our side and lets the client end its own, for half a second at most. Closing at once
     * with bytes unread would make the kernel reset the connection, and the client would see that
     * instead of the end of what it was sent.
     */
    void linger() {
        if (input.ended() || Thread.currentThread().isInterrupted()) {
            return;
        }
        Thread closer =
                Thread.ofVirtual()
                        .name("linger")
                        .start(
                                () -> {
                                    try {
                                        Thread.sleep(LINGER);
                                        channel.close();
                                    } catch (InterruptedException | IOException e) {
                                        // the client ended in time, or all is closed already
                                    }
                                });
        try {
            channel.shutdownOutput();
            var rest = ByteBuffer.allocate(8 << 10);
            while (channel.read(rest) >= 0) {
                rest.clear();
            }
        } catch (IOException e) {
            // nothing is left to say to this client
        } finally {
            closer.interrupt();
        }
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return output;
    }

    @Override
    public ListenerContext listenerContext() {
        return helidon.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return helidon.executor();
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public HelidonSocket serverSocket() {
        return helidon.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return helidon.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return helidon.localPeer();
    }

    @Override
    public boolean isSecure() {
        return helidon.isSecure();
    }

    @Override
    public String socketId() {
        return helidon.socketId();
    }

    @Override
    public String childSocketId() {
        return helidon.childSocketId();
    }
}
