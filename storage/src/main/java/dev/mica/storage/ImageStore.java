package dev.mica.storage;

import dev.mica.image.ChainId;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageException;
import dev.mica.image.ImageId;
import dev.mica.image.InvalidDigestException;
import dev.mica.image.json.GoTime;
import dev.mica.image.json.MalformedJsonException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The images of a data-root. An image is its config, and holds its topmost layer. On disk it is
 * Docker's {@code image/<driver>/imagedb}. What is written is durable before the call returns, and
 * only then seen. Thread-safe; reads cost no I/O.
 */
public final class ImageStore {
    private static final System.Logger LOG = System.getLogger(ImageStore.class.getName());

    /** An image in memory. Guarded by {@link #lock}. */
    private static final class Held {
        final StoredImage image;
        final Optional<ReadOnlyLayer> layer;
        final Set<ImageId> children = new TreeSet<>(Comparator.comparing(ImageId::digest));
        @Nullable ImageId parent;
        @Nullable Instant lastUpdated;

        Held(StoredImage image, Optional<ReadOnlyLayer> layer) {
            this.image = image;
            this.layer = layer;
        }
    }

    private final ImageDb db;
    private final LayerStore layers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ImageId, Held> images = new HashMap<>();

    /** Ids without their algorithm, sorted, to be found by their beginning. */
    private final TreeMap<String, ImageId> byHex = new TreeMap<>();

    private ImageStore(ImageDb db, LayerStore layers) {
        this.db = db;
        this.layers = layers;
    }

    /**
     * Reads what is on disk, and has the layer store remove the layers that a crash left without
     * their image. An image that is damaged, or whose layers are not there, is logged and left out;
     * its file stays.
     */
    public static ImageStore open(DataRoot root, LayerStore layers) {
        ImageStore store = new ImageStore(new ImageDb(root, layers.driverName()), layers);
        for (ImageId id : store.db.ids()) {
            try {
                store.load(id);
            } catch (ImageException | StorageException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "not restoring image {0}: {1}",
                        id,
                        e.getMessage());
            }
        }
        store.images.forEach(store::loadMetadata);
        layers.dropUnusedLeases();
        return store;
    }

    private void load(ImageId id) {
        ImageConfig config = ImageConfig.parse(db.read(id));
        if (!config.id().equals(id)) {
            throw new StorageException("its file has the digest " + config.id());
        }
        keep(config, hold(config));
    }

    private void loadMetadata(ImageId id, Held held) {
        try {
            db.metadata(id, ImageDb.PARENT).map(ImageId::parse).ifPresent(p -> link(id, p));
            db.metadata(id, ImageDb.LAST_UPDATED)
                    .ifPresent(text -> held.lastUpdated = GoTime.parse(text).toInstant());
        } catch (InvalidDigestException | MalformedJsonException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the metadata of image {0} is damaged: {1}",
                    id,
                    e.getMessage());
        }
    }

    private void link(ImageId id, ImageId parent) {
        Held above = images.get(parent);
        Held held = images.get(id);
        if (above != null && held != null) {
            held.parent = parent;
            above.children.add(id);
        }
    }

    private Optional<ReadOnlyLayer> hold(ImageConfig config) {
        Optional<ChainId> chain = config.chainId();
        Optional<ReadOnlyLayer> layer = chain.flatMap(layers::find);
        if (chain.isPresent() && layer.isEmpty()) {
            throw new StorageException("layer does not exist: " + chain.get());
        }
        return layer;
    }

    private StoredImage keep(ImageConfig config, Optional<ReadOnlyLayer> layer) {
        StoredImage image = new StoredImage(config);
        images.put(image.id(), new Held(image, layer));
        byHex.put(image.id().digest().hex(), image.id());
        return image;
    }

    /**
     * Stores an image and holds its topmost layer from then on. Storing the same again is harmless.
     *
     * @param config the config's bytes; they are kept as they are
     * @throws dev.mica.image.InvalidImageException where they are no image config
     * @throws StorageException where a layer of its is not in the layer store
     */
    public StoredImage create(byte[] config) {
        return create(ImageConfig.parse(config));
    }

    /** As {@link #create(byte[])}, of a config that was parsed. */
    public StoredImage create(ImageConfig config) {
        long steps = config.history().stream().filter(h -> !h.emptyLayer()).count();
        if (steps > config.layers().size()) {
            throw new StorageException("too many non-empty layers in History section");
        }
        lock.lock();
        try {
            Held known = images.get(config.id());
            if (known != null) {
                return known.image;
            }
            Optional<ReadOnlyLayer> layer = hold(config);
            try {
                db.write(config.id(), config.raw());
            } catch (RuntimeException e) {
                layer.ifPresent(layers::release);
                throw e;
            }
            return keep(config, layer);
        } finally {
            lock.unlock();
        }
    }

    /** The image of an id. */
    public Optional<StoredImage> find(ImageId id) {
        lock.lock();
        try {
            return Optional.ofNullable(images.get(id)).map(held -> held.image);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The image whose id, with or without {@code sha256:}, begins so.
     *
     * @throws StorageException where several do
     */
    public Optional<StoredImage> search(String prefix) {
        String hex = prefix.startsWith("sha256:") ? prefix.substring("sha256:".length()) : prefix;
        if (hex.isEmpty()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            Collection<ImageId> found = byHex.subMap(hex, hex + Character.MAX_VALUE).values();
            if (found.size() > 1) {
                throw new StorageException(
                        String.format(
                                Locale.ROOT, "multiple IDs found with provided prefix: %s", hex));
            }
            return found.stream().findFirst().map(images::get).map(held -> held.image);
        } finally {
            lock.unlock();
        }
    }

    /** All images, in no order. */
    public List<StoredImage> images() {
        lock.lock();
        try {
            return images.values().stream().map(held -> held.image).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The images made on this one by commit or build. */
    public List<ImageId> children(ImageId id) {
        lock.lock();
        try {
            Held held = images.get(id);
            return held == null ? List.of() : List.copyOf(held.children);
        } finally {
            lock.unlock();
        }
    }

    /** What the image was made on by commit or build, as far as that is there. */
    public Optional<ImageId> parent(ImageId id) {
        lock.lock();
        try {
            return Optional.ofNullable(images.get(id)).map(held -> held.parent);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Records what an image was made on.
     *
     * @throws StorageException where one of the two is not there
     */
    public void setParent(ImageId id, ImageId parent) {
        lock.lock();
        try {
            Held held = existing(id);
            existing(parent);
            db.writeMetadata(id, ImageDb.PARENT, parent.toString());
            ImageId before = held.parent;
            if (before != null) {
                existing(before).children.remove(id);
            }
            link(id, parent);
        } finally {
            lock.unlock();
        }
    }

    /** When the image was last tagged or committed. */
    public Optional<Instant> lastUpdated(ImageId id) {
        lock.lock();
        try {
            return Optional.ofNullable(images.get(id)).map(held -> held.lastUpdated);
        } finally {
            lock.unlock();
        }
    }

    /** Records when the image was last tagged or committed. */
    public void setLastUpdated(ImageId id, Instant when) {
        lock.lock();
        try {
            Held held = existing(id);
            db.writeMetadata(id, ImageDb.LAST_UPDATED, GoTime.format(when));
            held.lastUpdated = when;
        } finally {
            lock.unlock();
        }
    }

    private Held existing(ImageId id) {
        Held held = images.get(id);
        if (held == null) {
            throw new StorageException("image " + id + " is not in the store");
        }
        return held;
    }

    /**
     * Removes an image; its children stay and have no parent any more. Harmless when it is gone.
     *
     * @return the layers that went with it, topmost first
     */
    public List<ChainId> delete(ImageId id) {
        Held held;
        lock.lock();
        try {
            held = images.get(id);
            if (held == null) {
                return List.of();
            }
            ReadOnlyLayer layer = held.layer.orElse(null);
            if (layer != null) {
                layers.lease(layer);
            }
            db.delete(id);
            images.remove(id);
            byHex.remove(id.digest().hex());
            forgetFamily(id, held);
        } finally {
            lock.unlock();
        }
        return held.layer.map(layers::release).orElse(List.of());
    }

    private void forgetFamily(ImageId id, Held held) {
        for (ImageId child : held.children) {
            Held orphan = images.get(child);
            if (orphan != null) {
                orphan.parent = null;
                db.deleteMetadata(child, ImageDb.PARENT);
            }
        }
        Held parent = held.parent == null ? null : images.get(held.parent);
        if (parent != null) {
            parent.children.remove(id);
        }
    }
}
