package dev.mica.cli;

import dev.mica.dockerapi.DockerClientReply;
import dev.mica.dockerapi.DockerClientRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = "Get real time events from the server",
        customSynopsis = "mica events [OPTIONS]")
final class EventsVerb extends Verb {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX", Locale.ROOT);

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "filter",
            description = "Filter output based on conditions provided")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "string",
            description = "Show all events created since timestamp")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "string",
            description = "Stream events until this timestamp")
    private @Nullable String until;

    @Option(
            names = "--format",
            paramLabel = "string",
            description = "Format output: json, or a template")
    private @Nullable String format;

    EventsVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        @Nullable Template template =
                format == null || format.isEmpty() || format.equals("json")
                        ? null
                        : Template.parse(format);
        Instant now = Instant.now();
        DockerClientRequest request = DockerClientRequest.get("/events");
        if (since != null) {
            request = request.with("since", Moments.seconds(since, now));
        }
        if (until != null) {
            request = request.with("until", Moments.seconds(until, now));
        }
        if (!filters.isEmpty()) {
            request = request.with("filters", Filters.json(filters));
        }
        try (DockerClientReply reply = shell().client().send(request)) {
            JsonLines.read(
                    reply.body(),
                    event -> {
                        String shown =
                                template != null
                                        ? template.apply(event)
                                        : format == null || format.isEmpty()
                                                ? line(event)
                                                : event.toString();
                        shell().out().println(shown);
                        shell().out().flush();
                    });
        }
        return 0;
    }

    private static String line(Json event) {
        long nanos = event.at("timeNano").number();
        Instant time =
                nanos == 0
                        ? Instant.ofEpochSecond(event.at("time").number())
                        : Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
        StringJoiner attributes = new StringJoiner(", ", " (", ")").setEmptyValue("");
        new TreeMap<>(event.at("Actor", "Attributes").members())
                .forEach((name, value) -> attributes.add(name + "=" + value.text()));
        return TIME.format(time.atZone(ZoneId.systemDefault()))
                + " "
                + event.text("Type")
                + " "
                + event.text("Action")
                + " "
                + event.text("Actor", "ID")
                + attributes;
    }
}
