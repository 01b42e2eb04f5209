package dev.mica.dockerapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connection that the daemon handed over: what a container's or exec's process writes comes in,
 * what goes out is its standard input. One thread may read while another writes.
 */
public final class DockerClientStream implements AutoCloseable {

    private final UnixHttpConnection connection;
    private final InputStream input;
    private final String contentType;

    DockerClientStream(UnixHttpConnection connection, InputStream input, String contentType) {
        this.connection = connection;
        this.input = input;
        this.contentType = contentType;
    }

    /** The type of what comes in, as the daemon named it. */
    public String contentType() {
        return contentType;
    }

    /** What the process writes: raw with a terminal, else in frames of an 8-byte header each. */
    public InputStream input() {
        return input;
    }

    /** The process's standard input; {@link #closeOutput} ends it. */
    public OutputStream output() {
        return connection.output();
    }

    /** Ends the process's standard input; its output goes on. */
    public void closeOutput() throws IOException {
        connection.shutdownOutput();
    }

    /** {@link #closeOutput} for input that never was: that the daemon is gone shows elsewhere. */
    public void endOutput() {
        try {
            closeOutput();
        } catch (IOException e) {
            // reading will say so
        }
    }

    /** Closes both directions. */
    @Override
    public void close() {
        connection.close();
    }
}
