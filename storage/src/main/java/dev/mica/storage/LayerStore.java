package dev.mica.storage;

import dev.mica.errno.ErrnoException;
import dev.mica.image.ChainId;
import dev.mica.linux.Linux;
import dev.mica.storage.LayerDb.Entry;
import dev.mica.storage.LayerDb.Mount;
import dev.mica.storage.spi.LateParent;
import dev.mica.storage.spi.LayerMounts;
import dev.mica.storage.spi.StatusRow;
import dev.mica.storage.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a data-root: which there are, what they are made of, and who uses them. On disk it
 * is Docker's {@code image/<driver>/layerdb}, beside the driver's own directory.
 *
 * <h2>Read-only layers</h2>
 *
 * A layer is named by its {@link ChainId}. It stays as long as something refers to it: a {@link
 * ReadOnlyLayer} that someone holds, a layer on top, a container's layer. With the last reference
 * it is removed, and what lies below with it, as far as nothing else holds that.
 *
 * <h2>What a crash or a power cut leaves</h2>
 *
 * A layer is filed in these steps; between any two of them the process may die:
 *
 * <ol>
 *   <li>a note in {@code layerdb/tmp} that the layer is being made;
 *   <li>the driver's directory, and the layer's files in it, unsynced;
 *   <li>its books, beside the note; a lease that names its ChainId;
 *   <li>one {@code syncfs} for all layers of the image;
 *   <li>the rename to {@code layerdb/sha256/CHAIN}, lowest layer first, and the directory's sync.
 * </ol>
 *
 * Before the last step nobody sees the layer, and the next {@link #open} removes what the note
 * names; after it the layer is whole and durable. The lease lasts until the reference that {@link
 * LayerStaging#commit} returns is given back, when the image holds the layer: a layer that lost its
 * image to a crash is removed by {@link #dropUnusedLeases}. Removal goes the other way: the books
 * are renamed aside, then the data goes, then the books.
 *
 * <p>Only what Mica itself made is ever cleaned up: dockerd keeps layers for builds of which these
 * books know nothing.
 *
 * <p>Thread-safe. Failed system calls are {@link ErrnoException}s.
 */
public final class LayerStore implements AutoCloseable {
    /** The highest image that may be built on, in layers: as Docker's. */
    public static final int MAX_DEPTH = 125;

    private static final System.Logger LOG = System.getLogger(LayerStore.class.getName());

    private final DataRoot root;
    private final StorageDriver driver;
    private final LayerMounts mounts;
    private final LayerDb db;
    private final LayerArchive archive;

    /** Held while layers are filed, so that what a layer is put on stays what it is named. */
    private final ReentrantLock committing = new ReentrantLock();

    /** Guards the maps and all counts; never held over I/O longer than a rename. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<ChainId, StoredLayer> layers = new HashMap<>();
    private final Map<String, MountedLayer> mounted = new HashMap<>();

    private LayerStore(DataRoot root, StorageDriver driver, LayerMounts mounts) {
        this.root = root;
        this.driver = driver;
        this.mounts = mounts;
        this.db = new LayerDb(root, driver.name());
        this.archive = new LayerArchive(root.linux(), driver, mounts, db);
    }

    /**
     * Reads what is on disk and removes what a crash of Mica left half-made. Costs a few file reads
     * a layer.
     *
     * @param driver closed with the store
     * @throws StorageException where the driver cannot do what this store needs
     */
    public static LayerStore open(DataRoot root, OpenedDriver driver) {
        if (!(driver.driver() instanceof LateParent)) {
            throw new StorageException(
                    "the storage driver "
                            + driver.driver().name()
                            + " cannot fill a layer before its parent is known");
        }
        LayerStore store = new LayerStore(root, driver.driver(), driver.mounts());
        store.driver.cleanup();
        store.load();
        store.finishRemovals();
        return store;
    }

    private void load() {
        Map<ChainId, Entry> entries = new HashMap<>();
        db.layers().forEach(entry -> entries.put(entry.chain(), entry));
        entries.values().forEach(entry -> load(entry, entries));
        for (Mount mount : db.mounts()) {
            StoredLayer parent = mount.parent().map(layers::get).orElse(null);
            if (mount.parent().isPresent() && parent == null) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "failed to load container mount {0}: layer {1} does not exist",
                        mount.container(),
                        mount.parent().get());
                continue;
            }
            if (parent != null) {
                parent.retain();
            }
            mounted.put(mount.container(), new MountedLayer(this, mount, parent));
        }
    }

    /** Loads a layer after those below it. They may be many: no recursion. */
    private void load(Entry entry, Map<ChainId, Entry> entries) {
        List<Entry> line = new ArrayList<>();
        @Nullable Entry next = entry;
        while (next != null && !layers.containsKey(next.chain()) && line.size() <= entries.size()) {
            line.add(next);
            next = next.parent().map(entries::get).orElse(null);
        }
        for (Entry each : line.reversed()) {
            StoredLayer parent = each.parent().map(layers::get).orElse(null);
            if (each.parent().isPresent() && parent == null) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "failed to load layer {0}: its parent {1} does not exist",
                        each.chain(),
                        each.parent().get());
                return;
            }
            if (parent != null) {
                parent.retain();
            }
            layers.put(each.chain(), new StoredLayer(each, parent));
        }
    }

    private void finishRemovals() {
        for (String id : db.leftovers()) {
            LOG.log(System.Logger.Level.INFO, "removing the unfinished layer {0}", id);
            driver.remove(id);
            driver.remove(id + MountedLayer.INIT_SUFFIX);
            db.forgetTemporary(id);
        }
        for (LayerDb.Removing removing : db.removing()) {
            removing.cacheId().ifPresent(driver::remove);
            db.forget(removing);
        }
    }

    /**
     * Removes the layers that a crash left without the image they were made for. To be called once,
     * when images and containers hold what is theirs.
     */
    public void dropUnusedLeases() {
        for (LayerDb.Lease lease : db.leases()) {
            for (ChainId chain : lease.chains().reversed()) {
                find(chain).ifPresent(this::release);
            }
            db.endLease(lease.id());
        }
    }

    /** Takes a new reference to a layer. */
    public Optional<ReadOnlyLayer> find(ChainId chain) {
        lock.lock();
        try {
            StoredLayer layer = layers.get(chain);
            if (layer == null) {
                return Optional.empty();
            }
            layer.retain();
            return Optional.of(new LayerHandle(this, layer, null));
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a layer of this name. */
    public boolean contains(ChainId chain) {
        lock.lock();
        try {
            return layers.containsKey(chain);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Unpacks a tar stream, compressed or not, as a layer on {@code parent}, makes it durable and
     * files it. Where the same chain is there already, that layer is returned and the new one
     * dropped.
     *
     * @param parent the layer below
     * @return a reference to the layer
     * @throws StorageException {@code layer does not exist}, {@code max depth exceeded}, or what is
     *     wrong with the stream; nothing is left of the layer then
     */
    public ReadOnlyLayer register(InputStream tar, Optional<ChainId> parent) throws IOException {
        try (LayerStaging staging = stage()) {
            return staging.commit(parent, List.of(staging.unpack(tar)));
        }
    }

    /** For layers that are unpacked at the same time and become visible together. */
    public LayerStaging stage() {
        return new LayerStaging(this, driver, db);
    }

    /** Files staged layers; see {@link LayerStaging#commit}. */
    LayerHandle file(LayerStaging staging, Optional<ChainId> parent, List<StagedLayer> bottomUp)
            throws IOException {
        committing.lock();
        try {
            return new LayerFiling(this, staging, root, driver, db).file(parent, bottomUp);
        } finally {
            committing.unlock();
        }
    }

    /** Makes layers known that are on disk; returns a reference to the topmost. */
    LayerHandle add(List<StoredLayer> added, StoredLayer top, String lease) {
        lock.lock();
        try {
            for (StoredLayer layer : added) {
                StoredLayer parent = layer.parent();
                if (parent != null) {
                    parent.retain();
                }
                layers.put(layer.chain(), layer);
            }
            top.retain();
            return new LayerHandle(this, top, lease);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a reference back; again does nothing.
     *
     * @return the layers that went with it, topmost first
     */
    public List<ChainId> release(ReadOnlyLayer layer) {
        LayerHandle handle = (LayerHandle) layer;
        if (!handle.markReleased()) {
            return List.of();
        }
        List<ChainId> gone = release(handle.layer());
        String lease = handle.lease();
        if (lease != null) {
            endLease(lease);
        }
        return gone;
    }

    /** A lease that cannot be ended does no harm: at the next start its layers are in use. */
    private void endLease(String lease) {
        try {
            db.endLease(lease);
        } catch (ErrnoException e) {
            LOG.log(System.Logger.Level.WARNING, "a lease is left behind: {0}", e.getMessage());
        }
    }

    /**
     * Has a crash before {@link #release} of this reference end in the layer's removal all the
     * same: for who is about to delete the record that holds it. On a full disk there is no lease:
     * that must not keep anyone from making room.
     */
    void lease(ReadOnlyLayer layer) {
        LayerHandle handle = (LayerHandle) layer;
        List<ChainId> line = new ArrayList<>();
        for (StoredLayer each = handle.layer(); each != null; each = each.parent()) {
            line.add(each.chain());
        }
        String id = RandomId.next();
        try {
            db.lease(id, line.reversed());
            handle.lease(id);
        } catch (ErrnoException e) {
            LOG.log(System.Logger.Level.WARNING, "no lease: {0}", e.getMessage());
        }
    }

    private List<ChainId> release(StoredLayer layer) {
        List<StoredLayer> unused = new ArrayList<>();
        lock.lock();
        try {
            @Nullable StoredLayer next = layer;
            while (next != null && next.release()) {
                db.withdraw(next.entry());
                layers.remove(next.chain());
                unused.add(next);
                next = next.parent();
            }
        } finally {
            lock.unlock();
        }
        for (StoredLayer each : unused) {
            driver.remove(each.entry().cacheId());
            db.forget(each.entry());
        }
        return unused.stream().map(StoredLayer::chain).toList();
    }

    /**
     * Makes the layer of a container, with an init layer below it.
     *
     * @param parent the image's topmost layer; empty for a container without an image
     * @throws StorageException where the container has one, or {@code max depth exceeded}; nothing
     *     is left of it then
     */
    public ReadWriteLayer createReadWrite(
            String containerId, Optional<ChainId> parent, ReadWriteOptions options) {
        @Nullable StoredLayer below = null;
        lock.lock();
        try {
            if (mounted.containsKey(containerId)) {
                throw new StorageException("mount already exists with name: " + containerId);
            }
            if (parent.isPresent()) {
                below = layers.get(parent.get());
                if (below == null) {
                    throw new StorageException("layer does not exist");
                }
                below.retain();
            }
        } finally {
            lock.unlock();
        }
        try {
            Mount mount =
                    new MountMaker(root, driver, mounts, db).make(containerId, below, options);
            MountedLayer layer = new MountedLayer(this, mount, below);
            lock.lock();
            try {
                mounted.put(containerId, layer);
            } finally {
                lock.unlock();
            }
            return layer;
        } catch (RuntimeException e) {
            if (below != null) {
                release(below);
            }
            throw e;
        }
    }

    /** A container's layer, where there is one. */
    public Optional<ReadWriteLayer> findReadWrite(String containerId) {
        lock.lock();
        try {
            return Optional.ofNullable(mounted.get(containerId));
        } finally {
            lock.unlock();
        }
    }

    /** The ids of all containers that have a layer. */
    public Collection<String> readWriteNames() {
        lock.lock();
        try {
            return List.copyOf(mounted.keySet());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a container's layer and its init layer, unmounting it first. Harmless when there is
     * none.
     *
     * @return the read-only layers that went with it, topmost first
     */
    public List<ChainId> removeReadWrite(String containerId) {
        MountedLayer layer;
        lock.lock();
        try {
            layer = mounted.get(containerId);
            if (layer == null) {
                return List.of();
            }
            db.withdrawMount(layer.record());
            mounted.remove(containerId);
        } finally {
            lock.unlock();
        }
        layer.unmountAll();
        driver.remove(layer.mountId());
        layer.record().initId().ifPresent(driver::remove);
        db.forgetTemporary(layer.mountId());
        StoredLayer below = layer.below();
        return below == null ? List.of() : release(below);
    }

    LayerArchive archive() {
        return archive;
    }

    StorageDriver driver() {
        return driver;
    }

    LayerMounts mounts() {
        return mounts;
    }

    Linux linux() {
        return root.linux();
    }

    /** The storage driver's name. */
    public String driverName() {
        return driver.name();
    }

    /** The driver's rows of {@code docker info}. */
    public List<StatusRow> driverStatus() {
        return driver.status();
    }

    /** Closes the driver. Nothing is unmounted: containers may go on. */
    @Override
    public void close() {
        driver.close();
    }
}
