package dev.mica.cli;

import dev.mica.image.Reference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pull",
        description = "Download an image from a registry",
        customSynopsis = "mica pull [OPTIONS] NAME[:TAG|@DIGEST]")
final class PullVerb extends Verb {

    @Option(
            names = {"-a", "--all-tags"},
            description = "Download all tagged images in the repository")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Suppress verbose output")
    private boolean quiet;

    @Option(
            names = "--platform",
            paramLabel = "string",
            description = "Set platform if server is multi-platform capable")
    private @Nullable String platform;

    @Parameters(arity = "1", paramLabel = "NAME[:TAG|@DIGEST]", hidden = true)
    private String name = "";

    PullVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Reference reference = ImageArgument.parse(name);
        if (all && !reference.isNameOnly()) {
            throw new CommandException("tag can't be used with --all-tags/-a", 1);
        }
        if (!all && reference.isNameOnly()) {
            reference = reference.withDefaultTag();
            if (!quiet) {
                shell().out().println("Using default tag: " + Reference.DEFAULT_TAG);
            }
        }
        Pull pull = new Pull(shell(), platform);
        if (quiet) {
            pull.run(reference, null);
        } else {
            pull.run(reference, new Progress(shell().out(), Terminal.output()));
        }
        shell().out().println(reference);
        return 0;
    }
}
