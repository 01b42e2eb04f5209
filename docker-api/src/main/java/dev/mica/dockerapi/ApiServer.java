package dev.mica.dockerapi;

import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.Router;
import io.helidon.webserver.Routing;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The API on its unix sockets: Helidon's server around a table of routes. */
final class ApiServer implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMillis(500);

    private final List<UnixListener> listeners;
    private final WebServer server;
    private final AtomicBoolean closing;

    private ApiServer(List<UnixListener> listeners, WebServer server, AtomicBoolean closing) {
        this.listeners = listeners;
        this.server = server;
        this.closing = closing;
    }

    /**
     * Serves {@code routes}; every socket stands at its path when this returns.
     *
     * @param listeners what to listen on, at least one; closed with the server
     * @param product what the {@code Server} header says, {@code Mica/0.1.0}
     * @param lost run if listening ends without {@link #close}
     * @throws DaemonException if a socket cannot be bound; the caller closes the listeners then
     */
    static ApiServer start(
            List<UnixListener> listeners, RouteTable routes, String product, Runnable lost) {
        var closing = new AtomicBoolean();
        var end =
                new ListenerEnd(
                        () -> {
                            if (!closing.get()) {
                                lost.run();
                            }
                        });
        WebServer server = helidon(listeners, routes, product, end);
        try {
            server.start();
            listeners.forEach(UnixListener::publish);
            return new ApiServer(listeners, server, closing);
        } catch (UncheckedIOException e) {
            throw new DaemonException("can't create unix socket: " + e, e);
        } catch (DaemonException e) {
            closing.set(true);
            server.stop();
            throw e;
        }
    }

    private static WebServer helidon(
            List<UnixListener> listeners, RouteTable routes, String product, ListenerEnd end) {
        String headers =
                "Api-Version: "
                        + ApiVersion.NEWEST
                        + "\r\nDocker-Experimental: false\r\nOstype: linux\r\nServer: "
                        + product
                        + " (linux)\r\n";
        var router = new OneRouting(new ApiRouting(routes, headers));
        WebServerConfig.Builder config =
                WebServer.builder()
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .mediaContext(
                                MediaContext.builder().mediaSupportsDiscoverServices(false).build())
                        .contentEncoding(
                                ContentEncodingContext.builder()
                                        .contentEncodingsDiscoverServices(false)
                                        .build());
        configure(config, listeners.getFirst(), router, headers, end);
        for (UnixListener listener : listeners.subList(1, listeners.size())) {
            config.putSocket(
                    listener.path().toString(),
                    ListenerConfig.builder()
                            .name(listener.path().toString())
                            .update(socket -> configure(socket, listener, router, headers, end))
                            .build());
        }
        return config.build();
    }

    private static void configure(
            ListenerConfig.BuilderBase<?, ?> config,
            UnixListener listener,
            Router router,
            String headers,
            ListenerEnd end) {
        config.bindAddress(listener.bindAddress())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new ApiConnectionSelector(router))
                .addRouting(end)
                .connectionOptions(new AcceptedConnections())
                .directHandlers(EarlyErrors.handlers(headers))
                .shutdownGracePeriod(GRACE)
                .errorHandling(ErrorHandling.builder().includeEntity(true).build());
    }

    /** Where clients connect, in the order of the hosts. */
    List<Path> sockets() {
        return listeners.stream().map(UnixListener::path).toList();
    }

    /** Stops listening and, after half a second, ends what is still being served. */
    @Override
    public void close() {
        closing.set(true);
        server.stop();
        listeners.forEach(UnixListener::close);
    }

    /** Gives Helidon's HTTP our routing, whatever its own rules would choose. */
    private record OneRouting(ApiRouting routing) implements Router {
        @Override
        public <T extends Routing> T routing(Class<T> type, T otherwise) {
            return type.isInstance(routing) ? type.cast(routing) : otherwise;
        }

        @Override
        public void beforeStart() {}

        @Override
        public void afterStop() {}

        @Override
        public List<? extends Routing> routings() {
            return List.of(routing);
        }
    }
}
