package dev.mica.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the readers of the three forms of archives have in common. */
final class ArchiveImages {

    /** Many times what any archive holds; bounds the work that a small hostile one can cause. */
    static final int MAX_IMAGES = 4096;

    private ArchiveImages() {}

    /**
     * The layers of an image, checked against its config with Docker's words.
     *
     * @param members lowest first
     */
    static List<ArchivedLayer> layers(
            ArchiveContent content, ImageConfig config, List<String> members) {
        List<DiffId> diffIds = config.layers();
        if (members.size() != diffIds.size()) {
            throw new InvalidImageException(
                    "invalid manifest, layers length mismatch: expected "
                            + members.size()
                            + ", got "
                            + diffIds.size());
        }
        List<ArchivedLayer> layers = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            DiffId expected = diffIds.get(i);
            Optional<ArchiveContent.Layer> found = content.layer(members.get(i));
            if (found.isPresent() && !found.get().diffId().equals(expected)) {
                throw new InvalidImageException(
                        "invalid diffID for layer "
                                + i
                                + ": expected \""
                                + expected
                                + "\", got \""
                                + found.get().diffId()
                                + '"');
            }
            layers.add(
                    new ArchivedLayer(content.follow(members.get(i)), expected, found.isPresent()));
        }
        return layers;
    }

    /** Joins images of one id, whose names then all are its, and puts parents before children. */
    static List<ArchivedImage> ordered(List<ArchivedImage> images) {
        if (images.size() > MAX_IMAGES) {
            throw new InvalidImageException("invalid archive: more than " + MAX_IMAGES + " images");
        }
        Map<ImageId, ArchivedImage> byId = new HashMap<>();
        Set<ImageId> order = new LinkedHashSet<>();
        for (ArchivedImage image : images) {
            if (image.config().os().equals("windows")) {
                throw new InvalidImageException("cannot load windows image on linux");
            }
            order.add(image.config().id());
            byId.merge(image.config().id(), image, ArchiveImages::merge);
        }
        Set<ImageId> done = new HashSet<>();
        List<ArchivedImage> ordered = new ArrayList<>();
        for (ImageId id : order) {
            List<ArchivedImage> line = new ArrayList<>();
            for (ArchivedImage at = byId.get(id); at != null && done.add(at.config().id()); ) {
                line.addFirst(at);
                ImageId parent = at.parentOrNull();
                at = parent == null ? null : byId.get(parent);
            }
            line.forEach(image -> ordered.add(withKnownParent(image, byId)));
        }
        return ordered;
    }

    private static ArchivedImage merge(ArchivedImage a, ArchivedImage b) {
        Set<Reference> tags = new LinkedHashSet<>(a.tags());
        tags.addAll(b.tags());
        ImageId parent = a.parentOrNull() == null ? b.parentOrNull() : a.parentOrNull();
        return new ArchivedImage(a.config(), a.layers(), List.copyOf(tags), parent);
    }

    /** As Docker does, a parent counts only when the archive has it. */
    private static ArchivedImage withKnownParent(
            ArchivedImage image, Map<ImageId, ArchivedImage> known) {
        ImageId parent = image.parentOrNull();
        boolean counts =
                parent != null && known.containsKey(parent) && !parent.equals(image.config().id());
        return new ArchivedImage(
                image.config(), image.layers(), image.tags(), counts ? parent : null);
    }
}
