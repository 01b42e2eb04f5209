package dev.mica.storage;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Mounts;
import dev.mica.linux.StatBuffer;
import dev.mica.storage.spi.LayerMounts;
import dev.mica.storage.spi.MountSpec;
import dev.mica.storage.spi.StorageDriver;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Mounts each layer at most once, however many use it. A mount that an earlier process left counts
 * as made: a container that outlived the daemon still sees it. Unmounting detaches: it does not
 * wait for whoever still has a file open there.
 */
final class CountedMounts implements LayerMounts {
    private static final System.Logger LOG = System.getLogger(CountedMounts.class.getName());

    /** A layer that is mounted, or about to be. */
    private static final class Use {
        final ReentrantLock lock = new ReentrantLock();

        /** Uses of the mount; guarded by {@link #lock}, and stable while nobody holds this. */
        int count;

        /** Threads that have this object in hand; guarded by the map. */
        int holders;
    }

    private final Linux linux;
    private final Mounts mounts;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    CountedMounts(Linux linux) {
        this.linux = linux;
        this.mounts = new Mounts(linux);
    }

    /** Takes a layer's entry in hand: all who do so at a time get the same. */
    private Use hold(String id) {
        Use use =
                uses.compute(
                        id,
                        (_, known) -> {
                            Use held = known == null ? new Use() : known;
                            held.holders++;
                            return held;
                        });
        use.lock.lock();
        return use;
    }

    /** Puts it down; the last to do so drops the entry of a layer that is not mounted. */
    private void letGo(String id, Use use) {
        use.lock.unlock();
        uses.computeIfPresent(
                id, (_, held) -> --held.holders == 0 && held.count == 0 ? null : held);
    }

    @Override
    public Path acquire(StorageDriver driver, String id) {
        Use use = hold(id);
        try {
            MountSpec spec = driver.get(id);
            if (use.count == 0 && spec instanceof MountSpec.Mount mount) {
                make(driver, id, mount);
            }
            use.count++;
            return spec.root();
        } finally {
            letGo(id, use);
        }
    }

    private void make(StorageDriver driver, String id, MountSpec.Mount mount) {
        if (isMounted(mount.root())) {
            return;
        }
        String target = mount.root().toString();
        try {
            if (mount.from().isPresent()) {
                mounts.mountFrom(
                        mount.from().get().toString(),
                        mount.source(),
                        target,
                        mount.type(),
                        0,
                        mount.options());
            } else {
                mounts.mount(mount.source(), target, mount.type(), 0, mount.options());
            }
        } catch (ErrnoException e) {
            driver.put(id);
            throw new StorageException(
                    "error creating "
                            + mount.type()
                            + " mount to "
                            + target
                            + ": "
                            + Errno.text(e.errno()),
                    e);
        }
    }

    @Override
    public void release(StorageDriver driver, String id) {
        Use use = hold(id);
        try {
            if (use.count > 1) {
                use.count--;
            } else {
                unmount(driver, id, use);
            }
        } finally {
            letGo(id, use);
        }
    }

    @Override
    public void releaseAll(StorageDriver driver, String id) {
        Use use = hold(id);
        try {
            unmount(driver, id, use);
        } catch (ErrnoException | StorageException broken) {
            // a damaged layer says no more where it is mounted; removing it unmounts it as well
            LOG.log(System.Logger.Level.DEBUG, "layer {0}: {1}", id, broken.getMessage());
        } finally {
            letGo(id, use);
        }
    }

    private void unmount(StorageDriver driver, String id, Use use) {
        use.count = 0;
        if (driver.exists(id) && driver.get(id) instanceof MountSpec.Mount mount) {
            mounts.detach(mount.root().toString());
            driver.put(id);
        }
    }

    private boolean isMounted(Path root) {
        StatBuffer stat = new StatBuffer();
        return linux.statx(Flags.AT_FDCWD, root.toString(), 0, stat) == 0 && stat.isMountRoot();
    }
}
