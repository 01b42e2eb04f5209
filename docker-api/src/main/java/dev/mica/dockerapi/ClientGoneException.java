package dev.mica.dockerapi;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/**
 * The client closed its end while an answer was being written. It ends the request and the
 * connection, and is no error of the daemon's.
 */
final class ClientGoneException extends UncheckedIOException {
    @Serial private static final long serialVersionUID = 1L;

    ClientGoneException(IOException cause) {
        super("the client has hung up", cause);
    }
}
