package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "layers",
        description = "Draw the layers of a container or image, and which of them hold a path",
        customSynopsis = "mica layers IMAGE|CONTAINER [PATH]")
final class LayersVerb extends Verb {

    @Parameters(index = "0", arity = "1", paramLabel = "IMAGE|CONTAINER", hidden = true)
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", hidden = true)
    private @Nullable String path;

    LayersVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        DockerClient client = shell().client();
        String segment = DockerClientRequest.segment(name);
        Json inspected;
        boolean container = true;
        try {
            inspected = get(client, "/containers/" + segment + "/json");
        } catch (DockerClientException e) {
            if (e.status() != 404) {
                throw e;
            }
            container = false;
            inspected = image(client, segment);
        }
        String image = container ? inspected.text("Image") : inspected.text("Id");
        LayerHistory history = LayerHistory.read(client, image);
        List<StackedLayer> stack = stack(inspected.at("GraphDriver", "Data"), history, container);
        draw(inspected, stack, container);
        return 0;
    }

    private Json image(DockerClient client, String segment) {
        try {
            return get(client, "/images/" + segment + "/json");
        } catch (DockerClientException e) {
            if (e.status() != 404) {
                throw e;
            }
            throw new CommandException("Error: No such object: " + name, 1, e);
        }
    }

    private static Json get(DockerClient client, String path) {
        return Json.read(client.send(DockerClientRequest.get(path)).bytes());
    }

    /** The layers from the top: a container's own, its init layer, and the image's. */
    private static List<StackedLayer> stack(Json data, LayerHistory history, boolean container) {
        List<Path> directories = new ArrayList<>();
        if (data.text("UpperDir").isEmpty()) {
            throw new CommandException("its storage driver keeps no layers apart", 1);
        }
        directories.add(Path.of(data.text("UpperDir")));
        for (String lower : data.text("LowerDir").split(":", -1)) {
            if (!lower.isEmpty()) {
                directories.add(Path.of(lower));
            }
        }
        List<StackedLayer> stack = new ArrayList<>();
        int own = container ? 2 : 0;
        for (int i = 0; i < directories.size(); i++) {
            Path directory = directories.get(i);
            if (i == 0 && container) {
                stack.add(new StackedLayer("upper", "what the container writes", -1, directory));
            } else if (i < own) {
                stack.add(
                        new StackedLayer(
                                "lower",
                                "what Docker puts into every container (init)",
                                -1,
                                directory));
            } else {
                LayerHistory.Step step = history.step(i - own, directories.size() - own);
                stack.add(new StackedLayer("lower", step.createdBy(), step.size(), directory));
            }
        }
        return stack;
    }

    private void draw(Json inspected, List<StackedLayer> stack, boolean container) {
        StringBuilder out = new StringBuilder();
        out.append(container ? "container " : "image ").append(name);
        if (container) {
            out.append(": ").append(inspected.text("State", "Status"));
        }
        out.append('\n');
        boolean mounted = container && inspected.at("State", "Running").isTrue();
        if (mounted) {
            String merged = inspected.text("GraphDriver", "Data", "MergedDir");
            out.append("merged    ").append(merged).append('\n');
        }
        List<LayerLookup.Found> found =
                path == null ? List.of() : LayerLookup.find(Path.of("/").resolve(path), stack);
        for (int i = 0; i < stack.size(); i++) {
            StackedLayer layer = stack.get(i);
            String corner = i == stack.size() - 1 ? "└─ " : "├─ ";
            String bar = i == stack.size() - 1 ? "   " : "│  ";
            out.append(corner).append(layer.role()).append("  ").append(layer.instruction());
            if (layer.size() >= 0) {
                out.append("  (").append(Units.size(layer.size())).append(')');
            }
            out.append('\n').append(bar).append("       ").append(layer.directory());
            if (!layer.link().isEmpty()) {
                out.append("  ").append(layer.link());
            }
            out.append('\n');
            if (!found.isEmpty() && !found.get(i).what().isEmpty()) {
                out.append(bar).append("       ").append(path).append(": ");
                out.append(found.get(i)).append('\n');
            }
        }
        if (path != null && found.stream().noneMatch(LayerLookup.Found::seen)) {
            boolean held = found.stream().anyMatch(f -> !f.what().isEmpty());
            out.append(path).append(held ? " is deleted\n" : " is in no layer\n");
        }
        shell().out().append(out);
    }
}
