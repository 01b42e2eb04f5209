package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "ps", description = "List containers", customSynopsis = "mica ps [OPTIONS]")
final class PsVerb extends Verb {

    @Option(
            names = {"-a", "--all"},
            description = "Show all containers (default shows just running)")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only display container IDs")
    private boolean quiet;

    @Option(
            names = {"-s", "--size"},
            description = "Display total file sizes")
    private boolean size;

    @Option(names = "--no-trunc", description = "Don't truncate output")
    private boolean whole;

    @Option(
            names = {"-l", "--latest"},
            description = "Show the latest created container (includes all states)")
    private boolean latest;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "int",
            description = "Show n last created containers (includes all states)")
    private int last = -1;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "filter",
            description = "Filter output based on conditions provided")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "string",
            description = "Format output: table, json, or a template")
    private @Nullable String format;

    PsVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        int limit = latest ? 1 : last;
        boolean sizes = size || (format != null && format.contains(".Size"));
        DockerClientRequest request =
                DockerClientRequest.get("/containers/json").with("all", all).with("size", sizes);
        if (limit > 0) {
            request = request.with("limit", Integer.toString(limit));
        }
        if (!filters.isEmpty()) {
            request = request.with("filters", Filters.json(filters));
        }
        Json containers = Json.read(shell().client().send(request).bytes());
        Instant now = Instant.now();
        List<Json.Members> rows =
                containers.items().stream().map(container -> row(container, now)).toList();
        List<String> table =
                new ArrayList<>(
                        List.of(
                                "ID",
                                "Image",
                                "Command",
                                "RunningFor",
                                "Status",
                                "Ports",
                                "Names"));
        if (size) {
            table.add("Size");
        }
        new Listing(columns(), table).print(shell(), format, quiet, rows);
        return 0;
    }

    private static SequencedMap<String, String> columns() {
        SequencedMap<String, String> columns = new LinkedHashMap<>();
        columns.put("ID", "CONTAINER ID");
        columns.put("Image", "IMAGE");
        columns.put("Command", "COMMAND");
        columns.put("CreatedAt", "CREATED AT");
        columns.put("RunningFor", "CREATED");
        columns.put("Status", "STATUS");
        columns.put("State", "STATE");
        columns.put("Ports", "PORTS");
        columns.put("Names", "NAMES");
        columns.put("Size", "SIZE");
        columns.put("Labels", "LABELS");
        columns.put("Mounts", "MOUNTS");
        columns.put("LocalVolumes", "LOCAL VOLUMES");
        columns.put("Networks", "NETWORKS");
        return columns;
    }

    private Json.Members row(Json container, Instant now) {
        Instant created = Instant.ofEpochSecond(container.at("Created").number());
        String command = container.text("Command");
        long localVolumes =
                container.at("Mounts").items().stream()
                        .filter(mount -> mount.text("Driver").equals("local"))
                        .count();
        return new Json.Members()
                .put("ID", whole ? container.text("Id") : Names.shortId(container.text("Id")))
                .put("Image", image(container))
                .put("Command", "\"" + (whole ? command : Names.ellipsis(command, 20)) + "\"")
                .put("CreatedAt", Names.goTime(created))
                .put("RunningFor", Units.ago(created, now))
                .put("Status", container.text("Status"))
                .put("State", container.text("State"))
                .put("Ports", ports(container.at("Ports")))
                .put("Names", names(container))
                .put("Size", size(container))
                .put("Labels", Names.pairs(container.at("Labels")))
                .put("Mounts", mounts(container.at("Mounts")))
                .put("LocalVolumes", Long.toString(localVolumes))
                .put(
                        "Networks",
                        String.join(
                                ",",
                                container.at("NetworkSettings", "Networks").members().keySet()));
    }

    private String image(Json container) {
        String image = container.text("Image");
        String id = Names.shortId(container.text("ImageID"));
        if (image.isEmpty()) {
            return "<no image>";
        }
        return !whole && Names.shortId(image).equals(id) ? id : image;
    }

    /** A container's own names, without those that links give it. */
    private static String names(Json container) {
        StringJoiner names = new StringJoiner(",");
        for (String name : container.at("Names").texts()) {
            String plain = name.startsWith("/") ? name.substring(1) : name;
            if (plain.indexOf('/') < 0) {
                names.add(plain);
            }
        }
        return names.toString();
    }

    private static String size(Json container) {
        String own = Units.size(container.at("SizeRw").number());
        long whole = container.at("SizeRootFs").number();
        return whole > 0 ? own + " (virtual " + Units.size(whole) + ")" : own;
    }

    private String mounts(Json mounts) {
        StringJoiner names = new StringJoiner(",");
        for (Json mount : mounts.items()) {
            String name = mount.text("Name").isEmpty() ? mount.text("Source") : mount.text("Name");
            names.add(whole ? name : Names.ellipsis(name, 15));
        }
        return names.toString();
    }

    private static String ports(Json ports) {
        List<String> shown = new ArrayList<>();
        for (Json port : ports.items()) {
            String inside = port.text("PrivatePort") + "/" + port.text("Type");
            String outside = port.text("PublicPort");
            String address = port.text("IP");
            boolean six = address.indexOf(':') >= 0;
            shown.add(
                    outside.isEmpty()
                            ? inside
                            : (six ? "[" + address + "]" : address)
                                    + ":"
                                    + outside
                                    + "->"
                                    + inside);
        }
        return String.join(", ", shown);
    }
}
