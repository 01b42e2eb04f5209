package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.dockerapi.Product;
import dev.mica.image.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "version",
        description = "Show the versions of the command and of the daemon",
        customSynopsis = "mica version [OPTIONS]")
final class VersionVerb extends Verb {

    /** The newest version of the API that the verbs know. */
    private static final String API_VERSION = "1.44";

    /**
     * What the daemon calls its details, and what people do; in the order in which they are shown.
     */
    private static final Map<String, String> DETAILS = new LinkedHashMap<>();

    static {
        DETAILS.put("ApiVersion", "API version:");
        DETAILS.put("GoVersion", "Go version:");
        DETAILS.put("JavaVersion", "Java version:");
        DETAILS.put("GitCommit", "Git commit:");
        DETAILS.put("BuildTime", "Built:");
        DETAILS.put("Os", "OS/Arch:");
        DETAILS.put("Experimental", "Experimental:");
    }

    @Option(
            names = {"-f", "--format"},
            paramLabel = "string",
            description = "Format output: a template, or json")
    private @Nullable String format;

    VersionVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Json.Members client = client();
        @Nullable Template template =
                format == null || format.equals("json") ? null : Template.parse(format);
        if (format == null) {
            printClient(client);
        }
        Json server = Json.read(shell().client().send(DockerClientRequest.get("/version")).bytes());
        if (format == null) {
            printServer(server);
            return 0;
        }
        Json.Members both = new Json.Members().put("Client", client).put("Server", server);
        shell().out().println(template == null ? both : template.apply(both));
        return 0;
    }

    private static Json.Members client() {
        return new Json.Members()
                .put("Version", Product.read().version())
                .put("ApiVersion", API_VERSION)
                .put("JavaVersion", Runtime.version().toString())
                .put("Os", "linux")
                .put("Arch", Platform.host().architecture());
    }

    private void printClient(Json client) {
        shell().out().println("Client: Mica");
        line(" Version:", client.text("Version"));
        line(" API version:", client.text("ApiVersion"));
        line(" Java version:", client.text("JavaVersion"));
        line(" OS/Arch:", client.text("Os") + "/" + client.text("Arch"));
        shell().out().println();
    }

    private void printServer(Json server) {
        shell().out().println(("Server: " + server.text("Platform", "Name")).stripTrailing());
        for (Json component : server.at("Components").items()) {
            shell().out().println(" " + component.text("Name") + ":");
            line("  Version:", component.text("Version"));
            Json details = component.at("Details");
            DETAILS.forEach(
                    (name, title) -> {
                        if (details.members().containsKey(name)) {
                            line("  " + title, detail(details, name));
                        }
                    });
        }
    }

    private static String detail(Json details, String name) {
        String value = details.text(name);
        return switch (name) {
            case "ApiVersion" -> value + " (minimum version " + details.text("MinAPIVersion") + ")";
            case "Os" -> value + "/" + details.text("Arch");
            default -> value;
        };
    }

    private void line(String title, String value) {
        shell().out().println(title + " ".repeat(20 - title.length()) + value);
    }
}
