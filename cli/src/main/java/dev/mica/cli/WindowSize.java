package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.dockerapi.DockerClientUnreachableException;
import dev.mica.linux.TerminalSize;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Keeps the terminal of a process in a container as large as the one it is shown on. */
final class WindowSize {

    private final DockerClient client;
    private final String path;

    /**
     * @param path of the container, or exec, in the API
     */
    WindowSize(DockerClient client, String path) {
        this.client = client;
        this.path = path;
    }

    /** Sets the size now, and whenever it changes. Call it once the process has started. */
    void follow() {
        send();
        Signals.handle("WINCH", _ -> send());
    }

    private void send() {
        Optional<TerminalSize> size = Terminal.output().size();
        if (size.isEmpty()) {
            return;
        }
        try {
            client.send(
                            DockerClientRequest.post(path + "/resize")
                                    .with("h", Integer.toString(size.get().rows()))
                                    .with("w", Integer.toString(size.get().columns())))
                    .close();
        } catch (DockerClientException
                | DockerClientUnreachableException
                | UncheckedIOException e) {
            // it has ended meanwhile, which the main thread will see
        }
    }
}
