package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.dockerapi.DockerClientStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        description = "Execute a command in a running container",
        customSynopsis = "mica exec [OPTIONS] CONTAINER COMMAND [ARG...]")
final class ExecVerb extends Verb {

    @Option(
            names = {"-d", "--detach"},
            description = "Detached mode: run command in the background")
    private boolean detach;

    @Option(
            names = {"-i", "--interactive"},
            description = "Keep STDIN open even if not attached")
    private boolean interactive;

    @Option(
            names = {"-t", "--tty"},
            description = "Allocate a pseudo-TTY")
    private boolean tty;

    @Option(names = "--privileged", description = "Give extended privileges to the command")
    private boolean privileged;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "string",
            description = "Username or UID (format: \"<name|uid>[:<group|gid>]\")")
    private @Nullable String user;

    @Option(
            names = {"-w", "--workdir"},
            paramLabel = "string",
            description = "Working directory inside the container")
    private @Nullable String workdir;

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
            names = "--detach-keys",
            paramLabel = "string",
            description = "Override the key sequence for detaching a container")
    private @Nullable String detachKeys;

    @Parameters(index = "0", arity = "1", paramLabel = "CONTAINER", hidden = true)
    private String container = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", hidden = true)
    private List<String> command = new ArrayList<>();

    ExecVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        boolean typed = interactive && !detach;
        if (typed && tty && !Terminal.input().isTerminal()) {
            throw new CommandException("the input device is not a TTY", 1);
        }
        DockerClient client = shell().client();
        String segment = DockerClientRequest.segment(container);
        // Docker looks at it first, so that a name it does not know is told in these words
        client.send(DockerClientRequest.get("/containers/" + segment + "/json")).close();
        Json.Members config =
                new Json.Members()
                        .put("User", user)
                        .put("Privileged", privileged)
                        .put("Tty", tty)
                        .put("AttachStdin", typed)
                        .put("AttachStdout", !detach)
                        .put("AttachStderr", !detach)
                        .put("DetachKeys", detachKeys)
                        .put("Env", Variables.all(shell(), variableFiles, variables))
                        .put("WorkingDir", workdir)
                        .put("Cmd", command);
        String id =
                Json.read(
                                client.send(
                                                DockerClientRequest.post(
                                                                "/containers/" + segment + "/exec")
                                                        .withJson(config.toString()))
                                        .bytes())
                        .text("Id");
        Json.Members start = new Json.Members().put("Detach", detach).put("Tty", tty);
        DockerClientRequest request =
                DockerClientRequest.post("/exec/" + id + "/start").withJson(start.toString());
        if (detach) {
            client.send(request).close();
            return 0;
        }
        return attached(client, id, request, typed);
    }

    private int attached(
            DockerClient client, String id, DockerClientRequest request, boolean typed) {
        DetachKeys keys = DetachKeys.parse(detachKeys == null ? DetachKeys.DEFAULT : detachKeys);
        try (DockerClientStream stream = client.hijack(request);
                Terminal.Raw _ = tty && typed ? Terminal.input().raw() : () -> {}) {
            Attachment attachment = new Attachment(shell(), stream);
            if (tty) {
                new WindowSize(client, "/exec/" + id).follow();
            }
            if (typed) {
                attachment.sendInput(tty ? keys : null);
            } else {
                stream.endOutput();
            }
            if (!attachment.receiveOutput(tty)) {
                return 0;
            }
        }
        Json ended =
                Json.read(client.send(DockerClientRequest.get("/exec/" + id + "/json")).bytes());
        return (int) ended.at("ExitCode").number();
    }
}
