package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "tag",
        description = "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
        customSynopsis = "mica tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]")
final class TagVerb extends Verb {

    @Parameters(index = "0", arity = "1", paramLabel = "SOURCE_IMAGE[:TAG]", hidden = true)
    private String source = "";

    @Parameters(index = "1", arity = "1", paramLabel = "TARGET_IMAGE[:TAG]", hidden = true)
    private String target = "";

    TagVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        String path = "/images/" + DockerClientRequest.segment(source) + "/tag";
        ImageArgument name = ImageArgument.tagged(target);
        shell().client()
                .send(
                        DockerClientRequest.post(path)
                                .with("repo", name.repository())
                                .with("tag", name.tag()))
                .close();
        return 0;
    }
}
