package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.image.InvalidReferenceException;
import dev.mica.image.Reference;
import org.jspecify.annotations.Nullable;

/** Creates a container, and pulls its image where it is missing. */
final class Creation {

    private final Shell shell;
    private final DockerClient client;
    private final @Nullable String name;
    private final @Nullable String platform;
    private final String pull;
    private final boolean quiet;

    Creation(
            Shell shell,
            DockerClient client,
            @Nullable String name,
            @Nullable String platform,
            String pull,
            boolean quiet) {
        this.shell = shell;
        this.client = client;
        this.name = name;
        this.platform = platform;
        this.pull = pull;
        this.quiet = quiet;
    }

    /**
     * Creates it; what the daemon warns of goes to standard error.
     *
     * @return its id
     */
    String create(Json.Members config, String image) {
        DockerClientRequest request =
                DockerClientRequest.post("/containers/create").withJson(config.toString());
        if (name != null) {
            request = request.with("name", name);
        }
        if (platform != null) {
            request = request.with("platform", platform);
        }
        if (pull.equals("always")) {
            pull(image);
        }
        Json created;
        try {
            created = Json.read(client.send(request).bytes());
        } catch (DockerClientException e) {
            boolean missing =
                    e.status() == 404 && String.valueOf(e.getMessage()).startsWith("No such image");
            if (!missing || !pull.equals("missing")) {
                throw RunVerb.failed("Error response from daemon: " + e.getMessage(), 125);
            }
            shell.err()
                    .println(
                            "Unable to find image '"
                                    + reference(image).withDefaultTag().familiar()
                                    + "' locally");
            pull(image);
            created = Json.read(client.send(request).bytes());
        }
        for (String warning : created.at("Warnings").texts()) {
            shell.err().println("WARNING: " + warning);
        }
        return created.text("Id");
    }

    private void pull(String image) {
        try {
            new Pull(shell, platform)
                    .run(
                            reference(image).withDefaultTag(),
                            quiet ? null : new Progress(shell.err(), Terminal.error()));
        } catch (DockerClientException e) {
            throw RunVerb.failed("Error response from daemon: " + e.getMessage(), 125);
        } catch (CommandException e) {
            throw RunVerb.failed(e.words(), 125);
        }
    }

    private static Reference reference(String image) {
        try {
            return Reference.parse(image);
        } catch (InvalidReferenceException e) {
            throw RunVerb.failed(String.valueOf(e.getMessage()), 125);
        }
    }
}
