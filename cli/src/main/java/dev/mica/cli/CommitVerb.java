package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "commit",
        description = "Create a new image from a container's changes",
        customSynopsis = "mica commit [OPTIONS] CONTAINER [REPOSITORY[:TAG]]")
final class CommitVerb extends Verb {

    @Option(
            names = {"-a", "--author"},
            paramLabel = "string",
            description = "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")")
    private @Nullable String author;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "string",
            description = "Commit message")
    private @Nullable String message;

    @Option(
            names = {"-c", "--change"},
            paramLabel = "list",
            description = "Apply Dockerfile instruction to the created image")
    private List<String> changes = new ArrayList<>();

    @Option(
            names = {"-p", "--pause"},
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "bool",
            description = "Pause container during commit (default true)")
    private boolean pause = true;

    @Parameters(index = "0", arity = "1", paramLabel = "CONTAINER", hidden = true)
    private String container = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "REPOSITORY[:TAG]", hidden = true)
    private @Nullable String name;

    CommitVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        DockerClientRequest request =
                DockerClientRequest.post("/commit").with("container", container);
        if (name != null) {
            ImageArgument image = ImageArgument.tagged(name);
            request = request.with("repo", image.repository()).with("tag", image.tag());
        }
        if (author != null) {
            request = request.with("author", author);
        }
        if (message != null) {
            request = request.with("comment", message);
        }
        for (String change : changes) {
            request = request.with("changes", change);
        }
        if (!pause) {
            request = request.with("pause", "0");
        }
        shell().out().println(Json.read(shell().client().send(request).bytes()).text("Id"));
        return 0;
    }
}
