package dev.mica.engine;

import dev.mica.image.ChainId;
import dev.mica.image.ContainerConfig;
import dev.mica.image.ImageId;
import dev.mica.image.Reference;
import dev.mica.storage.ImageStore;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StoredImage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Images that go: untagged, deleted with the layers that nothing else holds, pruned. What removes
 * and what names an image exclude each other by one lock. Thread-safe.
 */
final class ImageRemoval {
    private final ImageStore images;
    private final ReferenceStore references;
    private final ImageNames names;
    private final ImageViews views;
    private final ImageEvents events;
    private final ImageUsers users;
    private final ReentrantLock changing;
    private final Clock clock;

    ImageRemoval(
            ImageStore images,
            ReferenceStore references,
            ImageNames names,
            ImageViews views,
            ImageEvents events,
            ImageUsers users,
            ReentrantLock changing,
            Clock clock) {
        this.images = images;
        this.references = references;
        this.names = names;
        this.views = views;
        this.events = events;
        this.users = users;
        this.changing = changing;
        this.clock = clock;
    }

    List<RemovedImage> remove(String ref, boolean force, boolean noPrune) {
        changing.lock();
        try {
            StoredImage image = names.find(ref);
            ImageId id = image.id();
            List<Reference> called = references.references(id);
            List<RemovedImage> removed = new ArrayList<>();
            if (ImageNames.byId(ref, id)) {
                removeById(id, called, force, removed);
            } else {
                Reference name = Reference.parse(ref).withDefaultTag();
                boolean last =
                        called.stream().noneMatch(n -> !n.equals(name) && ImageNames.isTag(n));
                if (last && !force) {
                    users.of(id).stream()
                            .findFirst()
                            .ifPresent(
                                    c -> {
                                        throw EngineException.conflict(
                                                "conflict: unable to remove repository reference \""
                                                        + name.familiar()
                                                        + "\" (must force) - container "
                                                        + Ids.shorten(c.id())
                                                        + " is using its referenced image "
                                                        + Ids.shorten(id.toString()));
                                    });
                }
                untag(name, id, removed);
                if (last) {
                    // what a pull noted of it goes with its last tag
                    called.stream()
                            .filter(n -> !ImageNames.isTag(n))
                            .forEach(n -> untag(n, id, removed));
                }
                if (!references.references(id).isEmpty()
                        || !users.of(id).isEmpty()
                        || !images.children(id).isEmpty()) {
                    return removed;
                }
            }
            delete(id, noPrune, removed);
            return removed;
        } finally {
            changing.unlock();
        }
    }

    private void removeById(
            ImageId id, List<Reference> called, boolean force, List<RemovedImage> removed) {
        String shortId = Ids.shorten(id.toString());
        if (!images.children(id).isEmpty()) {
            throw EngineException.conflict(
                    "conflict: unable to delete "
                            + shortId
                            + " (cannot be forced) - image has dependent child images");
        }
        for (LiveContainer c : users.of(id)) {
            if (c.state().running()) {
                throw EngineException.conflict(
                        "conflict: unable to delete "
                                + shortId
                                + " (cannot be forced) - image is being used by running container "
                                + Ids.shorten(c.id()));
            }
            if (!force) {
                throw EngineException.conflict(
                        "conflict: unable to delete "
                                + shortId
                                + " (must be forced) - image is being used by stopped container "
                                + Ids.shorten(c.id()));
            }
        }
        long repositories = called.stream().map(Reference::name).distinct().count();
        if (!force && repositories > 1) {
            throw EngineException.conflict(
                    "conflict: unable to delete "
                            + shortId
                            + " (must be forced) - image is referenced in multiple repositories");
        }
        called.forEach(name -> untag(name, id, removed));
    }

    private void untag(Reference name, ImageId id, List<RemovedImage> removed) {
        references.remove(name);
        removed.add(new RemovedImage(name.familiar(), ""));
        events.publish("untag", id, id.toString());
    }

    private void delete(ImageId id, boolean noPrune, List<RemovedImage> removed) {
        Optional<ImageId> parent = images.parent(id);
        events.publish("delete", id, id.toString());
        List<ChainId> gone = images.delete(id);
        removed.add(new RemovedImage("", id.toString()));
        gone.forEach(layer -> removed.add(new RemovedImage("", layer.toString())));
        if (!noPrune && parent.isPresent()) {
            ImageId above = parent.get();
            boolean free =
                    images.find(above).isPresent()
                            && references.references(above).isEmpty()
                            && images.children(above).isEmpty()
                            && users.of(above).isEmpty();
            if (free) {
                delete(above, false, removed);
            }
        }
    }

    ImagePruneReport prune(Filters filters) {
        filters.onlyKnow(Set.of("dangling", "label", "label!", "until"));
        PruneFilter meant = PruneFilter.of(filters, clock.instant());
        boolean danglingOnly =
                !filters.get("dangling").contains("false")
                        && !filters.get("dangling").contains("0");
        List<RemovedImage> removed = new ArrayList<>();
        long freed = 0;
        for (StoredImage image : images.images()) {
            changing.lock();
            try {
                ImageId id = image.id();
                List<Reference> called = references.references(id);
                boolean wanted =
                        images.find(id).isPresent()
                                && users.of(id).isEmpty()
                                && images.children(id).isEmpty()
                                && (called.isEmpty() || !danglingOnly)
                                && meant.matches(
                                        image.config()
                                                .config()
                                                .map(ContainerConfig::labels)
                                                .orElse(null),
                                        image.config().created().toInstant());
                if (wanted) {
                    freed += views.size(image);
                    called.forEach(n -> untag(n, id, removed));
                    delete(id, false, removed);
                }
            } finally {
                changing.unlock();
            }
        }
        return new ImagePruneReport(removed, freed);
    }
}
