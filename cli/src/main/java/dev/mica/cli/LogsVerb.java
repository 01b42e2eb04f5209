package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientReply;
import dev.mica.dockerapi.DockerClientRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Fetch the logs of a container",
        customSynopsis = "mica logs [OPTIONS] CONTAINER")
final class LogsVerb extends Verb {

    @Option(
            names = {"-f", "--follow"},
            description = "Follow log output")
    private boolean follow;

    @Option(
            names = {"-t", "--timestamps"},
            description = "Show timestamps")
    private boolean timestamps;

    @Option(names = "--details", description = "Show extra details provided to logs")
    private boolean details;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "string",
            description = "Number of lines to show from the end of the logs")
    private String tail = "all";

    @Option(
            names = "--since",
            paramLabel = "string",
            description = "Show logs since timestamp or relative (e.g. \"42m\" for 42 minutes)")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "string",
            description = "Show logs before a timestamp or relative (e.g. \"42m\" for 42 minutes)")
    private @Nullable String until;

    @Parameters(arity = "1", paramLabel = "CONTAINER", hidden = true)
    private String container = "";

    LogsVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        DockerClient client = shell().client();
        String path = "/containers/" + DockerClientRequest.segment(container);
        Json inspected = Json.read(client.send(DockerClientRequest.get(path + "/json")).bytes());
        Instant now = Instant.now();
        DockerClientRequest request =
                DockerClientRequest.get(
                                "/containers/"
                                        + DockerClientRequest.segment(inspected.text("Id"))
                                        + "/logs")
                        .with("stdout", "1")
                        .with("stderr", "1")
                        .with("tail", tail)
                        .with("follow", follow)
                        .with("timestamps", timestamps)
                        .with("details", details);
        if (since != null) {
            request = request.with("since", Moments.seconds(since, now));
        }
        if (until != null) {
            request = request.with("until", Moments.seconds(until, now));
        }
        try (DockerClientReply reply = client.send(request)) {
            Frames output = new Frames(shell().out(), shell().err());
            if (inspected.at("Config", "Tty").isTrue()) {
                output.raw(reply.body());
            } else {
                output.framed(reply.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }
}
