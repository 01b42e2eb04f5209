package dev.mica.cli;

import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rm",
        description = "Remove one or more containers",
        customSynopsis = "mica rm [OPTIONS] CONTAINER [CONTAINER...]")
final class RmVerb extends EachVerb {

    @Option(
            names = {"-f", "--force"},
            description = "Force the removal of a running container (uses SIGKILL)")
    private boolean force;

    @Option(
            names = {"-v", "--volumes"},
            description = "Remove anonymous volumes associated with the container")
    private boolean volumes;

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", hidden = true)
    private List<String> containers = new ArrayList<>();

    RmVerb(Shell shell) {
        super(shell);
    }

    @Override
    List<String> names() {
        return containers;
    }

    @Override
    DockerClientRequest request(String name) {
        return DockerClientRequest.delete("/containers/" + DockerClientRequest.segment(name))
                .with("v", volumes)
                .with("force", force);
    }

    /** With {@code --force}, that there is nothing to remove is no failure. */
    @Override
    boolean forgiven(DockerClientException failure) {
        return force && failure.status() == 404;
    }
}
