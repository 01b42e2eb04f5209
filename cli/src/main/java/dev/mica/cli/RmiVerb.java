package dev.mica.cli;

import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rmi",
        description = "Remove one or more images",
        customSynopsis = "mica rmi [OPTIONS] IMAGE [IMAGE...]")
final class RmiVerb extends EachVerb {

    @Option(
            names = {"-f", "--force"},
            description = "Force removal of the image")
    private boolean force;

    @Option(names = "--no-prune", description = "Do not delete untagged parents")
    private boolean keepParents;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", hidden = true)
    private List<String> images = new ArrayList<>();

    RmiVerb(Shell shell) {
        super(shell);
    }

    @Override
    List<String> names() {
        return images;
    }

    @Override
    DockerClientRequest request(String name) {
        return DockerClientRequest.delete("/images/" + DockerClientRequest.segment(name))
                .with("force", force)
                .with("noprune", keepParents);
    }

    @Override
    void done(String name, byte[] answer) {
        for (Json removed : Json.read(answer).items()) {
            removed.members()
                    .forEach((what, which) -> shell().out().println(what + ": " + which.text()));
        }
    }

    /** With {@code --force}, that there is nothing to remove is no failure. */
    @Override
    boolean forgiven(DockerClientException failure) {
        return force && failure.status() == 404;
    }
}
