package dev.mica.image;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans the archive that {@code docker save} of Docker 20.10 writes, to the byte: a directory a
 * layer, named by the v1 id that Docker gives it, each image's config, {@code manifest.json},
 * {@code repositories}. Times are the images' own, so that saving twice gives the same bytes. Where
 * Docker takes the current time, for a layer that occurs twice, the image's is taken too.
 */
public final class SavePlan {

    /** After this Docker's tar writer starts again at 1970. */
    private static final Instant LAST_TIME = Instant.ofEpochSecond(0, Long.MAX_VALUE);

    private final Map<String, SaveEntry> entries = new TreeMap<>(Comparator.naturalOrder());
    private final Map<DiffId, String> layerFiles = new HashMap<>();
    private final Map<String, Map<String, String>> repositories = new TreeMap<>();
    private final List<SavedItem> items = new ArrayList<>();

    private SavePlan() {}

    /**
     * The archive's members.
     *
     * @param images in the order in which {@code manifest.json} is to list them
     * @throws InvalidImageException {@code empty export - not implemented}, for an image without
     *     layers
     */
    public static List<SaveEntry> of(List<SavedImage> images) {
        SavePlan plan = new SavePlan();
        Set<ImageId> saved = images.stream().map(i -> i.config().id()).collect(Collectors.toSet());
        images.forEach(image -> plan.add(image, saved));
        return plan.finish();
    }

    private void add(SavedImage image, Set<ImageId> saved) {
        List<String> layers = layers(image.config());
        String top = layers.getLast();
        List<String> names = new ArrayList<>();
        for (Reference tag : image.tags()) {
            names.add(tag.familiar());
            repositories
                    .computeIfAbsent(tag.familiarName(), name -> new TreeMap<>())
                    .put(tag.tag().orElse(Reference.DEFAULT_TAG), top);
        }
        String file = image.config().id().digest().hex() + ".json";
        put(content(file, time(image.config()), image.config().raw()));
        items.add(
                new SavedItem(
                        file,
                        names.isEmpty() ? null : names,
                        layers.stream().map(id -> id + "/layer.tar").toList(),
                        image.parent()
                                .filter(saved::contains)
                                .map(ImageId::toString)
                                .orElse(null)));
    }

    /** Adds an image's layers; gives their v1 ids, lowest first. */
    private List<String> layers(ImageConfig config) {
        if (config.layers().isEmpty()) {
            throw new InvalidImageException("empty export - not implemented");
        }
        List<String> ids = new ArrayList<>();
        @Nullable ChainId chain = null;
        for (DiffId diffId : config.layers()) {
            chain = chain == null ? ChainId.of(diffId) : chain.child(diffId);
            boolean top = ids.size() == config.layers().size() - 1;
            @Nullable String parent = ids.isEmpty() ? null : ids.getLast();
            V1Image v1 = top ? V1Image.top(config) : V1Image.lower();
            String id = v1Id(v1, chain, parent);
            layer(id, v1.placed(id, parent, config.os()), chain, diffId, time(config));
            ids.add(id);
        }
        return ids;
    }

    /**
     * The id that Docker computes: of the config less its id, with the layer's and the parent's,
     * members by name.
     */
    private static String v1Id(V1Image v1, ChainId chain, @Nullable String parent) {
        JsonMembers members =
                JsonMembers.read(GoJson.write(v1)).with("layer_id", RawJson.of(chain.toString()));
        if (parent != null) {
            members = members.with("parent", RawJson.of(Digest.ofSha256(parent).toString()));
        }
        return Digest.of(GoJson.write(members.sorted())).hex();
    }

    private void layer(String id, V1Image v1, ChainId chain, DiffId diffId, Instant time) {
        String directory = id + '/';
        if (entries.containsKey(directory)) {
            return;
        }
        put(new SaveEntry.Directory(directory, time));
        put(content(directory + "VERSION", time, "1.0".getBytes(StandardCharsets.US_ASCII)));
        put(content(directory + "json", time, GoJson.write(v1)));
        String file = directory + "layer.tar";
        @Nullable String first = layerFiles.putIfAbsent(diffId, file);
        put(
                first == null
                        ? new SaveEntry.Layer(file, time, chain, diffId)
                        : new SaveEntry.Link(file, time, "../" + first));
    }

    private List<SaveEntry> finish() {
        put(content("manifest.json", Instant.EPOCH, line(GoJson.write(items))));
        if (!repositories.isEmpty()) {
            put(content("repositories", Instant.EPOCH, line(GoJson.write(repositories))));
        }
        return List.copyOf(entries.values());
    }

    private void put(SaveEntry entry) {
        entries.put(entry.name(), entry);
    }

    private static SaveEntry content(String name, Instant time, byte[] bytes) {
        return new SaveEntry.Content(name, time, RawBytes.of(bytes));
    }

    private static byte[] line(byte[] json) {
        byte[] line = new byte[json.length + 1];
        System.arraycopy(json, 0, line, 0, json.length);
        line[json.length] = '\n';
        return line;
    }

    private static Instant time(ImageConfig config) {
        Instant created = config.created().toInstant();
        boolean fits = !created.isBefore(Instant.EPOCH) && !created.isAfter(LAST_TIME);
        return fits ? created.truncatedTo(ChronoUnit.SECONDS) : Instant.EPOCH;
    }
}
