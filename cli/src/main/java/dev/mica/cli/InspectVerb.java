package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "Return low-level information on containers, images, networks and volumes",
        customSynopsis = "mica inspect [OPTIONS] NAME|ID [NAME|ID...]")
final class InspectVerb extends Verb {

    /** What may be looked at, in the order in which a name is looked for. */
    private static final List<String> TYPES = List.of("container", "image", "network", "volume");

    @Option(
            names = {"-f", "--format"},
            paramLabel = "string",
            description = "Format output: json, or a template")
    private @Nullable String format;

    @Option(
            names = {"-s", "--size"},
            description = "Display total file sizes if the type is container")
    private boolean size;

    @Option(
            names = "--type",
            paramLabel = "string",
            description = "Only inspect objects of the given type")
    private @Nullable String type;

    @Parameters(arity = "1..*", paramLabel = "NAME|ID", hidden = true)
    private List<String> names = new ArrayList<>();

    InspectVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (type != null && !TYPES.contains(type)) {
            throw new CommandException(
                    "unknown type: \""
                            + type
                            + "\": must be one of \"container\", \"image\", \"network\","
                            + " \"volume\"",
                    1);
        }
        @Nullable Template template =
                format == null || format.isEmpty() || format.equals("json")
                        ? null
                        : Template.parse(format, 64);
        DockerClient client = shell().client();
        List<Json> found = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (String name : names) {
            try {
                find(client, name)
                        .ifPresentOrElse(
                                found::add, () -> failures.add("Error: No such object: " + name));
            } catch (DockerClientException e) {
                failures.add("Error response from daemon: " + e.getMessage());
            }
        }
        if (template != null) {
            found.forEach(object -> shell().out().println(template.apply(object)));
        } else {
            JsonLayout layout = format == null ? JsonLayout.INDENTED : JsonLayout.COMPACT;
            StringBuilder text = new StringBuilder();
            shell().out().println(layout.write(new Json.Items(found), text));
        }
        shell().out().flush();
        failures.forEach(shell().err()::println);
        return failures.isEmpty() ? 0 : 1;
    }

    private Optional<Json> find(DockerClient client, String name) {
        String segment = DockerClientRequest.segment(name);
        for (String kind : type == null ? TYPES : List.of(type)) {
            DockerClientRequest request =
                    switch (kind) {
                        case "container" ->
                                DockerClientRequest.get("/containers/" + segment + "/json")
                                        .with("size", size);
                        case "image" -> DockerClientRequest.get("/images/" + segment + "/json");
                        case "network" -> DockerClientRequest.get("/networks/" + segment);
                        default -> DockerClientRequest.get("/volumes/" + segment);
                    };
            try {
                return Optional.of(Json.read(client.send(request).bytes()));
            } catch (DockerClientException e) {
                if (e.status() != 404 || type != null) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }
}
