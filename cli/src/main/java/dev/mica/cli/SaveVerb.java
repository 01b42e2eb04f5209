package dev.mica.cli;

import dev.mica.dockerapi.DockerClientReply;
import dev.mica.dockerapi.DockerClientRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "save",
        description = "Save one or more images to a tar archive (streamed to STDOUT by default)",
        customSynopsis = "mica save [OPTIONS] IMAGE [IMAGE...]")
final class SaveVerb extends Verb {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "string",
            description = "Write to a file, instead of STDOUT")
    private @Nullable Path file;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", hidden = true)
    private List<String> images = new ArrayList<>();

    SaveVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (file == null && Terminal.output().isTerminal()) {
            throw new CommandException(
                    "cowardly refusing to save to a terminal. Use the -o flag or redirect", 1);
        }
        DockerClientRequest request = DockerClientRequest.get("/images/get");
        for (String image : images) {
            request = request.with("names", image);
        }
        try (DockerClientReply reply = shell().client().send(request)) {
            if (file == null) {
                reply.body().transferTo(shell().out());
            } else {
                replace(file, reply);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    /** Only a whole archive takes the file's name. */
    private void replace(Path file, DockerClientReply reply) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandException(
                    "failed to save image: invalid output path: directory \""
                            + file
                            + "\" does not exist",
                    1);
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            try (OutputStream out = Files.newOutputStream(target)) {
                reply.body().transferTo(out);
            }
            return;
        }
        Path part = Files.createTempFile(folder, "." + target.getFileName(), ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                Transfers.copy(reply.body(), out, shell().err(), Terminal.error());
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
