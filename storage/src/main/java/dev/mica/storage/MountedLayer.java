package dev.mica.storage;

import dev.mica.archive.TarWriter;
import dev.mica.linux.Directory;
import dev.mica.storage.LayerDb.Mount;
import dev.mica.storage.spi.Change;
import dev.mica.storage.spi.StorageDriver;
import dev.mica.storage.spi.TreePacker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container's layer, in the books and mounted when asked. */
final class MountedLayer implements ReadWriteLayer {
    /** What the id of an init layer ends with. */
    static final String INIT_SUFFIX = "-init";

    private final LayerStore store;
    private final Mount mount;
    private final @Nullable StoredLayer below;

    MountedLayer(LayerStore store, Mount mount, @Nullable StoredLayer below) {
        this.store = store;
        this.mount = mount;
        this.below = below;
    }

    Mount record() {
        return mount;
    }

    @Nullable StoredLayer below() {
        return below;
    }

    private StorageDriver driver() {
        return store.driver();
    }

    /** What the driver has below: the init layer, or the image's topmost. */
    private @Nullable String parentId() {
        StoredLayer image = below;
        return mount.initId().orElse(image == null ? null : image.entry().cacheId());
    }

    @Override
    public String name() {
        return mount.container();
    }

    @Override
    public String mountId() {
        return mount.mountId();
    }

    @Override
    public Optional<ReadOnlyLayer> parent() {
        return Optional.ofNullable(below)
                .map(layer -> new LayerHandle(store, layer, null).borrowed());
    }

    @Override
    public Path mount() {
        return store.mounts().acquire(driver(), mountId());
    }

    @Override
    public void unmount() {
        store.mounts().release(driver(), mountId());
    }

    /** Ends all uses: the layer is about to go. */
    void unmountAll() {
        store.mounts().releaseAll(driver(), mountId());
    }

    @Override
    public List<Change> changes() {
        return driver().changes(mountId(), parentId());
    }

    @Override
    public long size() {
        return driver().diffSize(mountId(), parentId());
    }

    @Override
    public void writeDiff(OutputStream out) {
        driver().diff(mountId(), parentId(), out);
    }

    @Override
    public void writeTree(OutputStream out) {
        Path root = mount();
        try (Directory merged = Directory.open(store.linux(), root.toString());
                TarWriter tar = new TarWriter(out)) {
            TreePacker.pack(merged, Optional.empty(), tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            unmount();
        }
    }

    @Override
    public Map<String, String> metadata() {
        return driver().metadata(mountId());
    }

    @Override
    public String toString() {
        return "layer of container " + name();
    }
}
