package dev.mica.storage;

import dev.mica.linux.Directory;
import dev.mica.storage.LayerDb.Mount;
import dev.mica.storage.spi.LayerMounts;
import dev.mica.storage.spi.StorageDriver;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a container's layer, and the init layer below it, in these steps: a note in the books that
 * it is being made; the init layer, filled through its own mount; the container's layer; a sync
 * where it is asked for; the rename of the books into place. What fails is removed again.
 */
final class MountMaker {
    private final DataRoot root;
    private final StorageDriver driver;
    private final LayerMounts mounts;
    private final LayerDb db;

    MountMaker(DataRoot root, StorageDriver driver, LayerMounts mounts, LayerDb db) {
        this.root = root;
        this.driver = driver;
        this.mounts = mounts;
        this.db = db;
    }

    Mount make(String container, @Nullable StoredLayer image, ReadWriteOptions options) {
        String mountId = RandomId.next();
        String initId = mountId + MountedLayer.INIT_SUFFIX;
        Mount mount =
                new Mount(
                        container,
                        mountId,
                        options.initLayer() ? Optional.of(initId) : Optional.empty(),
                        Optional.ofNullable(image).map(StoredLayer::chain));
        try {
            db.beginMount(mountId);
            @Nullable String below = image == null ? null : image.entry().cacheId();
            if (options.initLayer()) {
                driver.createReadWrite(initId, below, Map.of());
                fill(initId);
                below = initId;
            }
            driver.createReadWrite(mountId, below, options.storageOptions());
            db.describe(mount);
            if (options.durable()) {
                root.sync();
                if (!root.isSameFileSystem(driver.home())) {
                    root.sync(driver.home());
                }
            }
            db.publishMount(mount);
            if (options.durable()) {
                db.syncMounts();
            }
            return mount;
        } catch (RuntimeException e) {
            undo(mount, e);
            throw e;
        }
    }

    private void fill(String initId) {
        String merged = mounts.acquire(driver, initId).toString();
        try (Directory init = Directory.open(root.linux(), merged)) {
            InitLayer.fill(init);
        } finally {
            mounts.release(driver, initId);
        }
    }

    private void undo(Mount mount, RuntimeException because) {
        try {
            if (db.isPublished(mount)) {
                db.withdrawMount(mount);
            }
            driver.remove(mount.mountId());
            mount.initId().ifPresent(driver::remove);
            db.forgetTemporary(mount.mountId());
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }
}
