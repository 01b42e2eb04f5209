package dev.mica.dockerapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer of the daemon: its head, and the body as it comes in. For one thread. */
public final class DockerClientReply implements AutoCloseable {

    private final UnixHttpConnection connection;
    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;

    DockerClientReply(
            UnixHttpConnection connection,
            int status,
            Map<String, String> headers,
            InputStream body) {
        this.connection = connection;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A header's value; case does not matter in its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The body. Reading it throws {@link IOException} when the daemon hangs up before the end that
     * it announced.
     */
    public InputStream body() {
        return body;
    }

    /**
     * The whole body; closes the reply.
     *
     * @throws UncheckedIOException when the daemon hangs up before its end
     */
    public byte[] bytes() {
        try (this) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the daemon's answer: " + e.getMessage(), e);
        }
    }

    /** Closes the connection, whether or not all was read. */
    @Override
    public void close() {
        connection.close();
    }
}
