package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "Show the history of an image",
        customSynopsis = "mica history [OPTIONS] IMAGE")
final class HistoryVerb extends Verb {

    @Option(
            names = {"-q", "--quiet"},
            description = "Only show image IDs")
    private boolean quiet;

    @Option(names = "--no-trunc", description = "Don't truncate output")
    private boolean whole;

    @Option(
            names = {"-H", "--human"},
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "bool",
            description = "Print sizes and dates in human readable format (default true)")
    private boolean human = true;

    @Option(
            names = "--format",
            paramLabel = "string",
            description = "Format output: table, json, or a template")
    private @Nullable String format;

    @Parameters(arity = "1", paramLabel = "IMAGE", hidden = true)
    private String image = "";

    HistoryVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        String path = "/images/" + DockerClientRequest.segment(image) + "/history";
        Json history = Json.read(shell().client().send(DockerClientRequest.get(path)).bytes());
        Instant now = Instant.now();
        List<Json.Members> rows = history.items().stream().map(step -> row(step, now)).toList();
        String created = human ? "CreatedSince" : "CreatedAt";
        new Listing(columns(), List.of("ID", created, "CreatedBy", "Size", "Comment"))
                .print(shell(), format, quiet, rows);
        return 0;
    }

    private static SequencedMap<String, String> columns() {
        SequencedMap<String, String> columns = new LinkedHashMap<>();
        columns.put("ID", "IMAGE");
        columns.put("CreatedSince", "CREATED");
        columns.put("CreatedAt", "CREATED AT");
        columns.put("CreatedBy", "CREATED BY");
        columns.put("Size", "SIZE");
        columns.put("Comment", "COMMENT");
        return columns;
    }

    private Json.Members row(Json step, Instant now) {
        Instant created = Instant.ofEpochSecond(step.at("Created").number());
        String by = step.text("CreatedBy").replace('\t', ' ');
        long size = step.at("Size").number();
        return new Json.Members()
                .put("ID", whole ? step.text("Id") : Names.shortId(step.text("Id")))
                .put("CreatedSince", Units.ago(created, now))
                .put("CreatedAt", created.toString())
                .put("CreatedBy", whole ? by : Names.ellipsis(by, 45))
                .put("Size", human ? Units.size(size) : Long.toString(size))
                .put("Comment", step.text("Comment"));
    }
}
