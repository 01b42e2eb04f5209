package dev.mica.dockerapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Docker Engine API over a unix socket: Mica's own daemon, or dockerd.
 *
 * <p>Each request has a connection of its own, which its {@link DockerClientReply} or {@link
 * DockerClientStream} closes. Connecting costs some 50 µs, and nothing is shared between requests,
 * so a client is safe for use by many threads. Calls block; an interrupt closes the connection that
 * is waited on.
 *
 * <p>Paths carry no version unless the client was made with one: a daemon then answers in its own
 * newest.
 */
public final class DockerClient {

    /** Where Mica's daemon listens unless told otherwise. */
    public static final String DEFAULT_HOST = "unix:///run/mica/mica.sock";

    private final String host;
    private final Path socket;
    private final String prefix;

    private DockerClient(String host, Path socket, @Nullable String version) {
        this.host = host;
        this.socket = socket;
        this.prefix = version == null ? "" : "/v" + version;
    }

    /**
     * A client of the daemon at {@code host}; does not connect yet.
     *
     * @param host {@code unix://PATH}
     * @param version the API version to ask for, such as {@code 1.41}, or null for the daemon's own
     * @throws IllegalArgumentException when the host is not a unix socket, in words for the user
     */
    public static DockerClient of(String host, @Nullable String version) {
        if (!host.startsWith("unix://") || host.length() == "unix://".length()) {
            throw new IllegalArgumentException(
                    "unable to parse docker host `"
                            + host
                            + "`: only unix sockets are served, as in "
                            + DEFAULT_HOST);
        }
        return new DockerClient(host, Path.of(host.substring("unix://".length())), version);
    }

    /** The host as it was given. */
    public String host() {
        return host;
    }

    /**
     * Sends a request and waits for the head of its answer.
     *
     * @return the answer, of a status below 400, to be closed by the caller
     * @throws DockerClientException when the daemon answers with an error: its status and message
     * @throws DockerClientUnreachableException when no daemon answers
     */
    public DockerClientReply send(DockerClientRequest request) {
        UnixHttpConnection connection = connect(request);
        try {
            connection.send(request, prefix, false);
            return successful(connection.reply(request.method().equals("HEAD")));
        } catch (IOException | RuntimeException e) {
            throw failed(connection, request, e);
        }
    }

    /**
     * Sends a request that asks for the connection itself (attach, exec start), and waits until the
     * daemon hands it over.
     *
     * @return the raw stream, to be closed by the caller
     * @throws DockerClientException when the daemon answers with an error
     * @throws DockerClientUnreachableException when no daemon answers
     */
    public DockerClientStream hijack(DockerClientRequest request) {
        UnixHttpConnection connection = connect(request);
        try {
            connection.send(request, prefix, true);
            DockerClientReply reply = successful(connection.reply(false));
            return new DockerClientStream(
                    connection, reply.body(), reply.header("Content-Type").orElse(""));
        } catch (IOException | RuntimeException e) {
            throw failed(connection, request, e);
        }
    }

    private UnixHttpConnection connect(DockerClientRequest request) {
        try {
            return new UnixHttpConnection(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (why.contains("Permission denied")) {
                throw new DockerClientUnreachableException(
                        "permission denied while trying to connect to the Docker daemon socket at "
                                + host
                                + ": "
                                + request.method()
                                + " "
                                + request.path()
                                + ": dial unix "
                                + socket
                                + ": connect: permission denied",
                        true,
                        e);
            }
            throw new DockerClientUnreachableException(
                    "Cannot connect to the Docker daemon at "
                            + host
                            + ". Is the docker daemon running?",
                    false,
                    e);
        }
    }

    private static DockerClientReply successful(DockerClientReply reply) throws IOException {
        if (reply.status() < 400) {
            return reply;
        }
        try (reply) {
            byte[] body = reply.body().readNBytes(1 << 20);
            Optional<String> message =
                    reply.header("Content-Type").orElse("").startsWith("application/json")
                            ? DockerClientException.message(body)
                            : Optional.of(new String(body, StandardCharsets.UTF_8).strip());
            throw new DockerClientException(
                    reply.status(),
                    message.filter(text -> !text.isEmpty())
                            .orElse("the daemon answered with status " + reply.status()));
        }
    }

    private static RuntimeException failed(
            UnixHttpConnection connection, DockerClientRequest request, Exception failure) {
        connection.close();
        return switch (failure) {
            case RuntimeException e -> e;
            case IOException e ->
                    new UncheckedIOException(
                            request.method() + " " + request.path() + ": " + e.getMessage(), e);
            default -> new IllegalStateException(failure);
        };
    }
}
