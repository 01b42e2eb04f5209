package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientReply;
import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.dockerapi.DockerClientStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = "Create and run a new container from an image",
        customSynopsis = "mica run [OPTIONS] IMAGE [COMMAND] [ARG...]")
final class RunVerb extends Verb {

    @Option(
            names = {"-d", "--detach"},
            description = "Run container in background and print container ID")
    private boolean detach;

    @Option(
            names = {"-i", "--interactive"},
            description = "Keep STDIN open even if not attached")
    private boolean interactive;

    @Option(
            names = {"-t", "--tty"},
            description = "Allocate a pseudo-TTY")
    private boolean tty;

    @Option(
            names = {"-a", "--attach"},
            paramLabel = "list",
            description = "Attach to STDIN, STDOUT or STDERR")
    private List<String> attach = new ArrayList<>();

    @Option(names = "--name", paramLabel = "string", description = "Assign a name to the container")
    private @Nullable String name;

    @Option(
            names = "--cidfile",
            paramLabel = "string",
            description = "Write the container ID to the file")
    private @Nullable Path idFile;

    @Option(
            names = "--pull",
            paramLabel = "string",
            description = "Pull image before running (\"always\", \"missing\", \"never\")")
    private String pull = "missing";

    @Option(
            names = "--platform",
            paramLabel = "string",
            description = "Set platform if server is multi-platform capable")
    private @Nullable String platform;

    @Option(
            names = {"-q", "--quiet"},
            description = "Suppress the pull output")
    private boolean quiet;

    @Option(
            names = "--sig-proxy",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "bool",
            description = "Proxy received signals to the process (default true)")
    private boolean signals = true;

    @Option(
            names = "--detach-keys",
            paramLabel = "string",
            description = "Override the key sequence for detaching a container")
    private String detachKeys = DetachKeys.DEFAULT;

    @Mixin private ProcessOptions process = new ProcessOptions();

    @Mixin private HostOptions host = new HostOptions();

    @Parameters(index = "0", arity = "1", paramLabel = "IMAGE", hidden = true)
    private String image = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", hidden = true)
    private List<String> command = new ArrayList<>();

    RunVerb(Shell shell) {
        super(shell);
    }

    @Override
    int failureCode() {
        return 125;
    }

    @Override
    public Integer call() {
        boolean input = wants("stdin") && interactive;
        if (input && tty && !Terminal.input().isTerminal()) {
            throw new CommandException("the input device is not a TTY", 1);
        }
        if (!List.of("always", "missing", "never").contains(pull)) {
            throw failed(
                    "invalid pull option: '"
                            + pull
                            + "': must be one of \"always\", \"missing\" or \"never\"",
                    125);
        }
        DetachKeys keys = DetachKeys.parse(detachKeys);
        DockerClient client = shell().client();
        String id =
                new Creation(shell(), client, name, platform, pull, quiet)
                        .create(config(input), image);
        writeId(id);
        String path = "/containers/" + id;
        if (detach) {
            start(client, path);
            shell().out().println(id);
            return 0;
        }
        return attached(client, path, input, keys);
    }

    private boolean wants(String stream) {
        return !detach
                && (attach.isEmpty()
                        || attach.stream()
                                .anyMatch(a -> a.toLowerCase(Locale.ROOT).equals(stream)));
    }

    private Json.Members config(boolean input) {
        Json.Members config =
                process.config(shell(), image, command)
                        .put("AttachStdin", input)
                        .put("AttachStdout", wants("stdout"))
                        .put("AttachStderr", wants("stderr"))
                        .put("OpenStdin", interactive)
                        .put("StdinOnce", input)
                        .put("Tty", tty);
        host.addTo(config);
        return config;
    }

    private void writeId(String id) {
        if (idFile != null) {
            try {
                Files.writeString(idFile, id, StandardOpenOption.CREATE_NEW);
            } catch (IOException e) {
                throw failed("failed to create the container ID file: " + e.getMessage(), 125);
            }
        }
    }

    /** Attach, then wait, then start: so that no output is missed, and no exit. */
    private int attached(DockerClient client, String path, boolean input, DetachKeys keys) {
        DockerClientRequest attachment =
                DockerClientRequest.post(path + "/attach")
                        .with("stream", "1")
                        .with("stdin", input)
                        .with("stdout", wants("stdout"))
                        .with("stderr", wants("stderr"));
        DockerClientRequest waiting =
                DockerClientRequest.post(path + "/wait")
                        .with("condition", host.remove() ? "removed" : "next-exit");
        try (DockerClientStream stream = client.hijack(attachment);
                DockerClientReply wait = client.send(waiting)) {
            if (signals && !tty) {
                SignalProxy.to(client, path);
            }
            start(client, path);
            Attachment streams = new Attachment(shell(), stream);
            try (Terminal.Raw _ = tty && input ? Terminal.input().raw() : () -> {}) {
                if (tty) {
                    new WindowSize(client, path).follow();
                }
                if (input) {
                    streams.sendInput(tty ? keys : null);
                } else {
                    stream.endOutput();
                }
                if (!streams.receiveOutput(tty)) {
                    return 0;
                }
            }
            return exitCode(wait);
        }
    }

    private int exitCode(DockerClientReply wait) {
        Json ended = Json.read(wait.bytes());
        String error = ended.text("Error", "Message");
        if (!error.isEmpty()) {
            throw failed("Error waiting for container: " + error, 125);
        }
        return (int) ended.at("StatusCode").number();
    }

    /** Starts it; why that fails decides the exit code, as a shell's would. */
    private void start(DockerClient client, String path) {
        try {
            client.send(DockerClientRequest.post(path + "/start")).close();
        } catch (DockerClientException e) {
            String why = String.valueOf(e.getMessage());
            int code = 125;
            if (why.contains("executable file not found")
                    || why.contains("no such file or directory")
                    || why.contains("system cannot find the file specified")) {
                code = 127;
            } else if (why.contains("permission denied") || why.contains("not a directory")) {
                code = 126;
            }
            throw failed("Error response from daemon: " + why, code);
        } catch (UncheckedIOException e) {
            throw failed(String.valueOf(e.getMessage()), 125);
        }
    }

    /** A failure in the words of {@code docker run}. */
    static CommandException failed(String message, int code) {
        return new CommandException(
                "mica: " + message + "\n\nRun 'mica run --help' for more information", code);
    }
}
