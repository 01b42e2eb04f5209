package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.image.History;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageId;
import dev.mica.image.Reference;
import dev.mica.image.json.GoTime;
import dev.mica.storage.ImageStore;
import dev.mica.storage.LayerStore;
import dev.mica.storage.ReadOnlyLayer;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StoredImage;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Images as clients see them: lists, details, histories. Thread-safe. */
final class ImageViews {
    private static final Set<String> LIST_KEYS =
            Set.of("dangling", "label", "before", "since", "reference");

    private final LayerStore layers;
    private final ImageStore images;
    private final ReferenceStore references;
    private final ImageNames names;

    ImageViews(LayerStore layers, ImageStore images, ReferenceStore references, ImageNames names) {
        this.layers = layers;
        this.images = images;
        this.references = references;
        this.names = names;
    }

    List<ImageSummary> list(boolean all, Filters filters) {
        filters.onlyKnow(LIST_KEYS);
        filters.dangling(true); // refused also where there is no image
        List<ImageSummary> result = new ArrayList<>();
        for (StoredImage image : images.images()) {
            ImageConfig config = image.config();
            List<Reference> called = named(image.id(), filters);
            boolean dangling = references.references(image.id()).isEmpty();
            if (filters.has("reference") && called.isEmpty()) {
                continue;
            }
            if (dangling && !all && !images.children(image.id()).isEmpty()) {
                continue; // a step on the way to another
            }
            if (!filters.dangling(dangling)) {
                continue;
            }
            Map<String, String> labels = config.config().map(ContainerConfig::labels).orElse(null);
            if (!LabelFilter.matches(filters.get("label"), labels) || !inTime(config, filters)) {
                continue;
            }
            result.add(
                    new ImageSummary(
                            image.id().toString(),
                            images.parent(image.id()).map(ImageId::toString).orElse(""),
                            ImageNames.tags(called),
                            ImageNames.digests(called),
                            config.created().toInstant(),
                            size(image),
                            labels));
        }
        result.sort(Comparator.comparing(ImageSummary::created).reversed());
        return result;
    }

    private boolean inTime(ImageConfig config, Filters filters) {
        Instant created = config.created().toInstant();
        return filters.get("before").stream().allMatch(r -> created.isBefore(created(r)))
                && filters.get("since").stream().allMatch(r -> created.isAfter(created(r)));
    }

    private Instant created(String ref) {
        return names.find(ref).config().created().toInstant();
    }

    private List<Reference> named(ImageId id, Filters filters) {
        List<Reference> all = references.references(id);
        if (!filters.has("reference")) {
            return all;
        }
        return all.stream()
                .filter(n -> filters.get("reference").stream().anyMatch(p -> matches(p, n)))
                .toList();
    }

    private static boolean matches(String pattern, Reference name) {
        var glob = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return glob.matches(Path.of(name.familiar())) || glob.matches(Path.of(name.familiarName()));
    }

    /** The bytes of an image's layers. */
    long size(StoredImage image) {
        return layerOf(image, ReadOnlyLayer::size).orElse(0L);
    }

    private <T> Optional<T> layerOf(StoredImage image, Function<ReadOnlyLayer, T> ask) {
        return image.config()
                .chainId()
                .flatMap(layers::find)
                .map(
                        layer -> {
                            try {
                                return ask.apply(layer);
                            } finally {
                                layers.release(layer);
                            }
                        });
    }

    ImageDetails inspect(String ref) {
        StoredImage image;
        try {
            image = names.find(ref);
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.NOT_FOUND) {
                throw EngineException.notFound("no such image: " + ref + ": " + e.getMessage());
            }
            throw e;
        }
        List<Reference> called = references.references(image.id());
        return new ImageDetails(
                image.id().toString(),
                ImageNames.tags(called),
                ImageNames.digests(called),
                images.parent(image.id()).map(ImageId::toString).orElse(""),
                image.config(),
                size(image),
                layers.driverName(),
                layerOf(image, ReadOnlyLayer::metadata).orElse(Map.of()),
                images.lastUpdated(image.id()).orElse(GoTime.ZERO));
    }

    List<HistoryStep> history(String ref) {
        StoredImage image = names.find(ref);
        ImageConfig config = image.config();
        List<Long> sizes = new ArrayList<>();
        layerOf(
                image,
                top -> {
                    for (Optional<ReadOnlyLayer> l = Optional.of(top);
                            l.isPresent();
                            l = l.get().parent()) {
                        sizes.addFirst(l.get().diffSize());
                    }
                    return top;
                });
        List<HistoryStep> steps = new ArrayList<>();
        int layer = 0;
        for (History h : config.history()) {
            long size = 0;
            if (!h.emptyLayer() && layer < sizes.size()) {
                size = sizes.get(layer++);
            }
            steps.addFirst(
                    new HistoryStep(
                            "<missing>",
                            h.created().toInstant(),
                            h.createdBy(),
                            List.of(),
                            size,
                            h.comment()));
        }
        ImageId id = image.id();
        for (int i = 0; i < steps.size(); i++) {
            HistoryStep s = steps.get(i);
            steps.set(
                    i,
                    new HistoryStep(
                            id.toString(),
                            s.created(),
                            s.createdBy(),
                            names.tags(id),
                            s.size(),
                            s.comment()));
            Optional<ImageId> parent = images.parent(id);
            if (parent.isEmpty()) {
                break;
            }
            id = parent.get();
        }
        return steps;
    }
}
