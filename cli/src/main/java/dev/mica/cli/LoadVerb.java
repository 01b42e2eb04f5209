package dev.mica.cli;

import dev.mica.dockerapi.DockerClientReply;
import dev.mica.dockerapi.DockerClientRequest;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "load",
        description = "Load an image from a tar archive or STDIN",
        customSynopsis = "mica load [OPTIONS]")
final class LoadVerb extends Verb {

    @Option(
            names = {"-i", "--input"},
            paramLabel = "string",
            description = "Read from tar archive file, instead of STDIN")
    private @Nullable Path file;

    @Option(
            names = {"-q", "--quiet"},
            description = "Suppress the load output")
    private boolean quiet;

    LoadVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (file != null && !Files.exists(file)) {
            throw new CommandException("open " + file + ": no such file or directory", 1);
        }
        if (file == null && Terminal.input().isTerminal()) {
            throw new CommandException("requested load from stdin, but stdin is empty", 1);
        }
        Progress progress = new Progress(shell().out(), Terminal.output());
        DockerClientRequest request =
                DockerClientRequest.post("/images/load")
                        .with("quiet", quiet || !Terminal.output().isTerminal())
                        .withBody(
                                "application/x-tar",
                                out -> {
                                    if (file == null) {
                                        shell().in().transferTo(out);
                                    } else {
                                        try (InputStream in = Files.newInputStream(file)) {
                                            in.transferTo(out);
                                        }
                                    }
                                });
        try (DockerClientReply reply = shell().client().send(request)) {
            progress.show(reply.body());
        }
        return 0;
    }
}
