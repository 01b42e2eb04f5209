package dev.mica.dockerapi;

import io.helidon.common.socket.SocketOptions;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The way to a connection's channel, which Helidon keeps to itself. Needed to end our side and
 * still read the client's (else what it reads last may be a reset), and for reads and writes larger
 * than Helidon's 8 KiB.
 *
 * <p>Helidon shows each accepted channel to the listener's connection options, on the listener's
 * thread, and then starts the connection's thread from there: that one inherits what this class has
 * noted.
 */
final class AcceptedConnections implements SocketOptions {
    private static final InheritableThreadLocal<SocketChannel> ACCEPTED =
            new InheritableThreadLocal<>();

    /** The channel served by the calling thread, which must be a connection's own. */
    static SocketChannel current() {
        return ACCEPTED.get();
    }

    @Override
    public void configureSocket(SocketChannel socket) {
        ACCEPTED.set(socket);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return Map.of();
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return Optional.empty();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return Optional.empty();
    }

    @Override
    public boolean socketReuseAddress() {
        return false;
    }

    @Override
    public boolean socketKeepAlive() {
        return false;
    }

    @Override
    public boolean tcpNoDelay() {
        return false;
    }
}
