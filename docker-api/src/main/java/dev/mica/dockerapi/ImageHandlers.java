package dev.mica.dockerapi;

import dev.mica.engine.CommitRequest;
import dev.mica.engine.Filters;
import dev.mica.engine.ImagePruneReport;
import dev.mica.engine.Images;
import dev.mica.engine.ImportRequest;
import dev.mica.engine.PullRequest;
import dev.mica.engine.RegistryAuth;
import dev.mica.image.ContainerConfig;
import dev.mica.image.Platform;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Images: in, out, named, listed and removed. */
final class ImageHandlers {
    private final Images images;

    ImageHandlers(Images images) {
        this.images = images;
    }

    void list(Exchange exchange) {
        Query query = exchange.query();
        Filters filters = FilterParameter.of(query);
        String name = query.string("filter");
        if (!name.isEmpty() && !exchange.version().atLeast(41)) {
            Map<String, Set<String>> values = new LinkedHashMap<>(filters.values());
            Set<String> names = new LinkedHashSet<>(filters.get("reference"));
            names.add(name);
            values.put("reference", names);
            filters = new Filters(values);
        }
        exchange.answerList(
                images.list(query.bool("all"), filters).stream()
                        .map(image -> ImageListEntry.of(image, exchange.version()))
                        .toList());
    }

    void inspect(Exchange exchange) {
        var image = images.inspect(exchange.variable("name"));
        exchange.answerJson(200, ImageAnswer.of(image, exchange.version()));
    }

    void history(Exchange exchange) {
        exchange.answerList(
                images.history(exchange.variable("name")).stream().map(HistoryEntry::of).toList());
    }

    void tag(Exchange exchange) {
        Query query = exchange.query();
        images.tag(exchange.variable("name"), query.string("repo"), query.string("tag"));
        exchange.answer().empty(201);
    }

    void remove(Exchange exchange) {
        Query query = exchange.query();
        exchange.answerList(
                images.remove(
                        exchange.variable("name"), query.bool("force"), query.bool("noprune")));
    }

    void saveOne(Exchange exchange) {
        save(exchange, List.of(exchange.variable("name")));
    }

    void saveSeveral(Exchange exchange) {
        save(exchange, exchange.query().all("names"));
    }

    private void save(Exchange exchange, List<String> names) {
        ChunkedBody body = exchange.answer().stream(200, "Content-Type: application/x-tar");
        images.save(names, body);
        body.close();
    }

    /** Whatever comes of it, the answer is 200: an error is the stream's last line. */
    void load(Exchange exchange) {
        var progress = new ProgressStream(exchange);
        try {
            images.load(exchange.body(), exchange.query().bool("quiet", true), progress);
            progress.end();
        } catch (ClientGoneException e) {
            throw e;
        } catch (RuntimeException e) {
            progress.fail(Failures.told(e));
        }
    }

    /** {@code docker pull} and {@code docker import} share this request. */
    void create(Exchange exchange) {
        Query query = exchange.query();
        Optional<Platform> platform = query.optional("platform").map(Platform::parse);
        var progress = new ProgressStream(exchange);
        try {
            if (query.has("fromImage") && !query.string("fromImage").isEmpty()) {
                images.pull(
                        new PullRequest(
                                query.string("fromImage"),
                                query.string("tag"),
                                platform,
                                credentials(exchange)),
                        progress);
            } else {
                importImage(exchange, platform, progress);
            }
            progress.end();
        } catch (ClientGoneException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!progress.begun()) {
                throw e;
            }
            progress.fail(Failures.told(e));
        }
    }

    private void importImage(
            Exchange exchange, Optional<Platform> platform, ProgressStream progress) {
        Query query = exchange.query();
        String source = query.string("fromSrc");
        if (!source.equals("-")) {
            throw new ApiException(
                    501, "importing from a URL is not served by Mica; send the archive instead");
        }
        images.importImage(
                new ImportRequest(
                        source,
                        query.string("repo"),
                        query.string("tag"),
                        query.string("message"),
                        query.all("changes"),
                        platform),
                exchange.body(),
                progress);
    }

    /** As with dockerd, credentials that cannot be read are none: the registry will say so. */
    private static Optional<RegistryAuth> credentials(Exchange exchange) {
        Optional<String> header = exchange.header("X-Registry-Auth");
        if (header.isEmpty() || header.get().isBlank()) {
            return Optional.empty();
        }
        try {
            // Clients differ in which of the two alphabets they write.
            String safe = header.get().trim().replace('+', '-').replace('/', '_').replace("=", "");
            byte[] json = Base64.getUrlDecoder().decode(safe);
            return Optional.of(GoJson.read(GoStructs.AUTH.check(json), RegistryAuth.class));
        } catch (IllegalArgumentException | MalformedJsonException | GoTypeException e) {
            return Optional.empty();
        }
    }

    void commit(Exchange exchange) throws IOException {
        Query query = exchange.query();
        byte[] json = exchange.json();
        Optional<ContainerConfig> config =
                json.length == 0
                        ? Optional.empty()
                        : CreateBody.parse(GoStructs.CONFIG, json, 500).config();
        String id =
                images.commit(
                        new CommitRequest(
                                query.string("container"),
                                query.string("repo"),
                                query.string("tag"),
                                query.string("author"),
                                query.string("comment"),
                                query.string("pause").isEmpty() || query.bool("pause"),
                                query.all("changes"),
                                config));
        exchange.answerJson(201, new IdAnswer(id));
    }

    /** Pushing: an unknown image is told apart from what is not served. */
    void refuse(Exchange exchange) {
        images.inspect(exchange.variable("name"));
        NotServed.refuse(exchange);
    }

    void prune(Exchange exchange) {
        ImagePruneReport report = images.prune(FilterParameter.of(exchange.query()));
        exchange.answerJson(
                200,
                new PruneAnswer.Images(
                        report.removed().isEmpty() ? null : report.removed(),
                        report.spaceReclaimed()));
    }
}
