package dev.mica.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code run} that say what runs in the container: the API's {@code Config}. */
final class ProcessOptions {

    @Option(
            names = {"-u", "--user"},
            paramLabel = "string",
            description = "Username or UID (format: <name|uid>[:<group|gid>])")
    private @Nullable String user;

    @Option(
            names = {"-w", "--workdir"},
            paramLabel = "string",
            description = "Working directory inside the container")
    private @Nullable String workdir;

    @Option(
            names = "--entrypoint",
            paramLabel = "string",
            description = "Overwrite the default ENTRYPOINT of the image")
    private @Nullable String entrypoint;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "list",
            description = "Set environment variables")
    private List<String> variables = new ArrayList<>();

    @Option(
            names = "--env-file",
            paramLabel = "list",
            description = "Read in a file of environment variables")
    private List<String> variableFiles = new ArrayList<>();

    @Option(
            names = {"-h", "--hostname"},
            paramLabel = "string",
            description = "Container host name")
    private @Nullable String hostname;

    @Option(
            names = "--domainname",
            paramLabel = "string",
            description = "Container NIS domain name")
    private @Nullable String domainname;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "list",
            description = "Set meta data on a container")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--label-file",
            paramLabel = "list",
            description = "Read in a line delimited file of labels")
    private List<String> labelFiles = new ArrayList<>();

    @Option(
            names = "--stop-signal",
            paramLabel = "string",
            description = "Signal to stop the container")
    private @Nullable String stopSignal;

    @Option(
            names = "--stop-timeout",
            paramLabel = "int",
            description = "Timeout (in seconds) to stop a container")
    private @Nullable Integer stopTimeout;

    /** The request's {@code Config}, without what concerns streams and the host. */
    Json.Members config(Shell shell, String image, List<String> command) {
        Json.Members config =
                new Json.Members()
                        .put("Hostname", hostname)
                        .put("Domainname", domainname)
                        .put("User", user)
                        .put("Env", Variables.all(shell, variableFiles, variables))
                        .put("Cmd", command)
                        .put("Image", image)
                        .put("WorkingDir", workdir)
                        .put("Labels", Variables.labels(labelFiles, labels))
                        .put("StopSignal", stopSignal);
        if (entrypoint != null) {
            config.put("Entrypoint", Json.of(List.of(entrypoint)));
        }
        if (stopTimeout != null) {
            config.put("StopTimeout", new Json.Literal(stopTimeout.toString()));
        }
        return config;
    }
}
