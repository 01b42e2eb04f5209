package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Inspect changes to files or directories on a container's filesystem",
        customSynopsis = "mica diff CONTAINER")
final class DiffVerb extends Verb {

    @Parameters(arity = "1", paramLabel = "CONTAINER", hidden = true)
    private String container = "";

    DiffVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        String path = "/containers/" + DockerClientRequest.segment(container) + "/changes";
        Json changes = Json.read(shell().client().send(DockerClientRequest.get(path)).bytes());
        for (Json change : changes.items()) {
            String kind =
                    switch (change.text("Kind")) {
                        case "0" -> "C";
                        case "1" -> "A";
                        case "2" -> "D";
                        default -> "?";
                    };
            shell().out().println(kind + " " + change.text("Path"));
        }
        return 0;
    }
}
