package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "kill",
        description = "Kill one or more running containers",
        customSynopsis = "mica kill [OPTIONS] CONTAINER [CONTAINER...]")
final class KillVerb extends EachVerb {

    @Option(
            names = {"-s", "--signal"},
            paramLabel = "string",
            description = "Signal to send to the container")
    private @Nullable String signal;

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", hidden = true)
    private List<String> containers = new ArrayList<>();

    KillVerb(Shell shell) {
        super(shell);
    }

    @Override
    List<String> names() {
        return containers;
    }

    @Override
    DockerClientRequest request(String name) {
        DockerClientRequest request =
                DockerClientRequest.post(
                        "/containers/" + DockerClientRequest.segment(name) + "/kill");
        return signal == null ? request : request.with("signal", signal);
    }
}
