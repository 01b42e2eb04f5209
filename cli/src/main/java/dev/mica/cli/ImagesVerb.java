package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "images",
        description = "List images",
        customSynopsis = "mica images [OPTIONS] [REPOSITORY[:TAG]]")
final class ImagesVerb extends Verb {

    private static final String NONE = "<none>";

    @Option(
            names = {"-a", "--all"},
            description = "Show all images (default hides intermediate images)")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only show image IDs")
    private boolean quiet;

    @Option(names = "--digests", description = "Show digests")
    private boolean digests;

    @Option(names = "--no-trunc", description = "Don't truncate output")
    private boolean whole;

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

    @Parameters(arity = "0..1", paramLabel = "REPOSITORY[:TAG]", hidden = true)
    private @Nullable String reference;

    ImagesVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        List<String> wanted = new ArrayList<>(filters);
        if (reference != null) {
            wanted.add("reference=" + reference);
        }
        DockerClientRequest request = DockerClientRequest.get("/images/json").with("all", all);
        if (!wanted.isEmpty()) {
            request = request.with("filters", Filters.json(wanted));
        }
        Json images = Json.read(shell().client().send(request).bytes());
        boolean byDigest = digests || (format != null && format.contains(".Digest"));
        Instant now = Instant.now();
        List<Json.Members> rows = new ArrayList<>();
        for (Json image : images.items()) {
            for (ImageName name : ImageName.of(image, byDigest)) {
                rows.add(row(image, name, now));
            }
        }
        List<String> table =
                digests
                        ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
                        : List.of("Repository", "Tag", "ID", "CreatedSince", "Size");
        new Listing(columns(), table).print(shell(), format, quiet, rows);
        return 0;
    }

    private static SequencedMap<String, String> columns() {
        SequencedMap<String, String> columns = new LinkedHashMap<>();
        columns.put("Repository", "REPOSITORY");
        columns.put("Tag", "TAG");
        columns.put("Digest", "DIGEST");
        columns.put("ID", "IMAGE ID");
        columns.put("CreatedSince", "CREATED");
        columns.put("CreatedAt", "CREATED AT");
        columns.put("Size", "SIZE");
        columns.put("Containers", "CONTAINERS");
        columns.put("SharedSize", "SHARED SIZE");
        columns.put("UniqueSize", "UNIQUE SIZE");
        columns.put("VirtualSize", "SIZE");
        return columns;
    }

    private Json.Members row(Json image, ImageName name, Instant now) {
        Instant created = Instant.ofEpochSecond(image.at("Created").number());
        long size = image.at("Size").number();
        return new Json.Members()
                .put("Repository", name.repository())
                .put("Tag", name.tag())
                .put("Digest", name.digest())
                .put("ID", whole ? image.text("Id") : Names.shortId(image.text("Id")))
                .put("CreatedSince", Units.ago(created, now))
                .put("CreatedAt", Names.goTime(created))
                .put("Size", Units.size(size))
                .put("Containers", "N/A")
                .put("SharedSize", "N/A")
                .put("UniqueSize", "N/A")
                .put("VirtualSize", Units.progressSize(size));
    }

    /** One line of the list: an image has as many as it has names, and one if it has none. */
    private record ImageName(String repository, String tag, String digest) {

        static List<ImageName> of(Json image, boolean byDigest) {
            List<ImageName> names = new ArrayList<>();
            List<String> digests = image.at("RepoDigests").texts();
            for (String tagged : image.at("RepoTags").texts()) {
                int colon = tagged.lastIndexOf(':');
                if (tagged.equals("<none>:<none>") || colon < 0) {
                    continue;
                }
                String repository = tagged.substring(0, colon);
                String tag = tagged.substring(colon + 1);
                boolean found = false;
                for (String digest : byDigest ? digests : List.<String>of()) {
                    if (digest.startsWith(repository + "@")) {
                        names.add(
                                new ImageName(
                                        repository,
                                        tag,
                                        digest.substring(repository.length() + 1)));
                        found = true;
                    }
                }
                if (!found) {
                    names.add(new ImageName(repository, tag, NONE));
                }
            }
            if (names.isEmpty()) {
                for (String digest : digests) {
                    int at = digest.indexOf('@');
                    String repository = at < 0 ? NONE : digest.substring(0, at);
                    names.add(new ImageName(repository, NONE, digest.substring(at + 1)));
                }
            }
            if (names.isEmpty()) {
                names.add(new ImageName(NONE, NONE, NONE));
            }
            return names;
        }
    }
}
