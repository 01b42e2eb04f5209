package dev.mica.dockerapi;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HttpLogConfig;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/**
 * Puts an {@link ApiConnection} around every connection and hands it to Helidon's HTTP/1.1, with
 * the defaults changed that Docker's clients run into: the host is {@code api.moby.localhost} or a
 * socket's percent-encoded path, and heads may be 64 KiB long.
 */
final class ApiConnectionSelector implements ServerConnectionSelector {
    private final Http1ConnectionSelector http1;
    private final Router router;

    @SuppressWarnings(
            "removal") // full validation of the host is Helidon's default, and refuses ours
    ApiConnectionSelector(Router router) {
        this.router = router;
        Http1Config config =
                Http1Config.builder()
                        .maxPrologueLength(Heads.LONGEST)
                        .maxHeadersSize(Heads.LONGEST)
                        .validateRequestHeaders(false)
                        .validateRequestHostHeader(false)
                        .validatePrologue(false)
                        .validatePath(false)
                        .sendKeepAliveHeader(false)
                        .log(HttpLogConfig.builder().sendLog(false).receiveLog(false).build())
                        .build();
        this.http1 = Http1ConnectionSelector.builder().config(config).build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        var connection = new ApiConnection(context, AcceptedConnections.current(), router);
        return new LingeringConnection(connection, http1.connection(connection));
    }

    /** Helidon's connection, closed with care, and never idle: a stream may be silent for days. */
    private record LingeringConnection(ApiConnection connection, ServerConnection http1)
            implements ServerConnection {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                http1.handle(limit);
            } finally {
                connection.linger();
            }
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            http1.close(interrupt);
        }
    }
}
