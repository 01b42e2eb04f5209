package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.dockerapi.DockerClientUnreachableException;
import java.io.UncheckedIOException;

/** Passes the signals that this command gets on to a container's process. */
final class SignalProxy {

    private static final String[] SIGNALS = {"INT", "TERM", "HUP", "USR2", "CONT"};

    private SignalProxy() {}

    /** From now on, to the container at a path of the API. */
    static void to(DockerClient client, String path) {
        for (String signal : SIGNALS) {
            Signals.handle(signal, name -> send(client, path, name));
        }
    }

    private static void send(DockerClient client, String path, String signal) {
        try {
            client.send(DockerClientRequest.post(path + "/kill").with("signal", signal)).close();
        } catch (DockerClientException
                | DockerClientUnreachableException
                | UncheckedIOException e) {
            // it has ended, or has not begun
        }
    }
}
