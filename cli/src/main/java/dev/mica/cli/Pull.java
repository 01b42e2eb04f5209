package dev.mica.cli;

import dev.mica.dockerapi.DockerClientReply;
import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.image.Reference;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Has the daemon pull an image, with the credentials that {@code docker login} kept. */
final class Pull {

    private final Shell shell;
    private final @Nullable String platform;

    Pull(Shell shell, @Nullable String platform) {
        this.shell = shell;
        this.platform = platform;
    }

    /**
     * Pulls an image, or with a name alone all of its tags.
     *
     * @param progress where to show how it goes, or null
     * @throws CommandException when it fails
     */
    void run(Reference reference, @Nullable Progress progress) {
        String tag =
                reference
                        .digest()
                        .map(Object::toString)
                        .orElseGet(() -> reference.tag().orElse(""));
        DockerClientRequest request =
                DockerClientRequest.post("/images/create")
                        .with("fromImage", reference.name())
                        .with("tag", tag)
                        .withHeader(
                                "X-Registry-Auth",
                                RegistryLogins.read(shell).header(reference.domain()));
        if (platform != null) {
            request = request.with("platform", platform);
        }
        try (DockerClientReply reply = shell.client().send(request)) {
            Progress shown =
                    progress != null
                            ? progress
                            : new Progress(
                                    new PrintStream(
                                            OutputStream.nullOutputStream(),
                                            false,
                                            StandardCharsets.UTF_8),
                                    Terminal.output());
            shown.show(reply.body());
        }
    }
}
