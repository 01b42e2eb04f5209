package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "stop",
        description = "Stop one or more running containers",
        customSynopsis = "mica stop [OPTIONS] CONTAINER [CONTAINER...]")
final class StopVerb extends EachVerb {

    @Option(
            names = {"-t", "--timeout", "--time"},
            paramLabel = "int",
            description = "Seconds to wait before killing the container")
    private @Nullable Integer seconds;

    @Option(
            names = {"-s", "--signal"},
            paramLabel = "string",
            description = "Signal to send to the container")
    private @Nullable String signal;

    @Parameters(arity = "1..*", paramLabel = "CONTAINER", hidden = true)
    private List<String> containers = new ArrayList<>();

    StopVerb(Shell shell) {
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
                        "/containers/" + DockerClientRequest.segment(name) + "/stop");
        if (signal != null) {
            request = request.with("signal", signal);
        }
        return seconds == null ? request : request.with("t", seconds.toString());
    }
}
