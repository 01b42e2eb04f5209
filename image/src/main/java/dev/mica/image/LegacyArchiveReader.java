package dev.mica.image;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code docker save} wrote before 1.10: a directory a layer with its v1 config, and
 * {@code repositories}. Each layer is an image; its config is made here as Docker makes it.
 */
final class LegacyArchiveReader {

    static final String REPOSITORIES = "repositories";

    private static final String CONFIG = "/json";
    private static final String LAYER = "/layer.tar";

    /** Each layer's image repeats the history of those below it; this bounds them all together. */
    private static final int MAX_STEPS = 250_000;

    /** Before this version Docker wrote members that have to be dropped. */
    private static final int[] FIRST_WITHOUT_ODDITIES = {1, 8, 3};

    /** An image with its v1 id. */
    private record Loaded(String id, ArchivedImage image) {}

    /** What says where a layer belongs. */
    @Json
    record Place(@Json.Property("parent") @Nullable String parent) {}

    private final ArchiveContent content;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>();
    private long steps;

    LegacyArchiveReader(ArchiveContent content) {
        this.content = content;
    }

    List<ArchivedImage> images() {
        for (String member : content.metadataNames()) {
            int slash = member.indexOf('/');
            if (slash > 0 && member.substring(slash).equals(CONFIG)) {
                load(member.substring(0, slash));
            }
        }
        Map<String, List<Reference>> tags = tags();
        return ArchiveImages.ordered(
                loaded.values().stream()
                        .map(
                                l ->
                                        new ArchivedImage(
                                                l.image().config(),
                                                l.image().layers(),
                                                tags.getOrDefault(l.id(), List.of()),
                                                l.image().parentOrNull()))
                        .toList());
    }

    /** Loads a layer's image after those below it. */
    private void load(String id) {
        List<String> line = new ArrayList<>();
        for (String at = id; !at.isEmpty() && !loaded.containsKey(at); at = parent(at)) {
            if (line.contains(at)) {
                throw new InvalidImageException(
                        "invalid archive: image " + at + " is its own ancestor");
            }
            line.addFirst(at);
        }
        for (String next : line) {
            loaded.put(next, new Loaded(next, image(next, loaded.get(parent(next)))));
        }
    }

    private String parent(String id) {
        return Strings.orEmpty(read(id + CONFIG, Place.class).parent());
    }

    private ArchivedImage image(String id, @Nullable Loaded below) {
        String member = id + LAYER;
        DiffId diffId =
                content.layer(member)
                        .orElseThrow(
                                () ->
                                        new InvalidImageException(
                                                "open " + member + ": no such file or directory"))
                        .diffId();
        List<ArchivedLayer> layers = new ArrayList<>();
        List<History> history = new ArrayList<>();
        if (below != null) {
            layers.addAll(below.image().layers());
            history.addAll(below.image().config().history());
        }
        steps += layers.size();
        if (steps > MAX_STEPS || loaded.size() > ArchiveImages.MAX_IMAGES) {
            throw new InvalidImageException("invalid archive: too many layers");
        }
        layers.add(new ArchivedLayer(content.follow(member), diffId, true));
        V1Image v1 = read(id + CONFIG, V1Image.class);
        history.add(
                new History(
                        v1.created(),
                        Strings.orEmpty(v1.author()),
                        v1.containerConfig().cmd() == null
                                ? ""
                                : String.join(" ", v1.containerConfig().cmd()),
                        Strings.orEmpty(v1.comment()),
                        false));
        ImageConfig config = config(id, v1, layers, history);
        return new ArchivedImage(
                config, layers, List.of(), below == null ? null : below.image().config().id());
    }

    private ImageConfig config(
            String id, V1Image v1, List<ArchivedLayer> layers, List<History> history) {
        JsonMembers members =
                isOdd(Strings.orEmpty(v1.dockerVersion()))
                        ? JsonMembers.read(GoJson.write(v1))
                        : read(id + CONFIG, JsonMembers.class);
        RootFs rootfs = RootFs.of(layers.stream().map(ArchivedLayer::diffId).toList());
        JsonMembers config =
                members.without("id", "parent", "Size", "parent_id", "layer_id", "throwaway")
                        .with("rootfs", RawJson.of(rootfs))
                        .with("history", new RawJson(GoJson.text(history)));
        return ImageConfig.parse(GoJson.write(config.sorted()));
    }

    private static boolean isOdd(String version) {
        String[] parts = version.split("\\.", -1);
        for (int i = 0; i < FIRST_WITHOUT_ODDITIES.length; i++) {
            int number =
                    i < parts.length && parts[i].matches("[0-9]{1,9}")
                            ? Integer.parseInt(parts[i])
                            : 0;
            if (number != FIRST_WITHOUT_ODDITIES[i]) {
                return number < FIRST_WITHOUT_ODDITIES[i];
            }
        }
        return false;
    }

    private Map<String, List<Reference>> tags() {
        Map<String, List<Reference>> byId = new LinkedHashMap<>();
        read(REPOSITORIES, JsonMembers.class)
                .values()
                .forEach(
                        (name, tags) ->
                                as(tags, JsonMembers.class)
                                        .values()
                                        .forEach(
                                                (tag, id) -> {
                                                    String target = as(id, String.class);
                                                    if (!loaded.containsKey(target)) {
                                                        throw new InvalidImageException(
                                                                "invalid target ID: " + target);
                                                    }
                                                    Reference reference =
                                                            Reference.parse(name)
                                                                    .nameOnly()
                                                                    .withTag(tag);
                                                    byId.computeIfAbsent(
                                                                    target, k -> new ArrayList<>())
                                                            .add(reference);
                                                }));
        return byId;
    }

    private static <T> T as(RawJson raw, Class<T> type) {
        try {
            return raw.as(type);
        } catch (MalformedJsonException e) {
            throw new InvalidImageException(
                    "invalid archive: " + REPOSITORIES + ": " + e.getMessage(), e);
        }
    }

    private <T> T read(String member, Class<T> type) {
        try {
            return GoJson.read(content.metadata(member), type);
        } catch (MalformedJsonException e) {
            throw new InvalidImageException(
                    "invalid archive: " + member + ": " + e.getMessage(), e);
        }
    }
}
