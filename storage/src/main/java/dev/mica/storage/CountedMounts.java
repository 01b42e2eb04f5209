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

    private static final class Use {
        final ReentrantLock lock = new ReentrantLock();
        int count;
    }

    private final Linux linux;
    private final Mounts mounts;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    CountedMounts(Linux linux) {
        this.linux = linux;
        this.mounts = new Mounts(linux);
    }

    @Override
    public Path acquire(StorageDriver driver, String id) {
        Use use = uses.computeIfAbsent(id, _ -> new Use());
        use.lock.lock();
        try {
            MountSpec spec = driver.get(id);
            if (use.count == 0 && spec instanceof MountSpec.Mount mount) {
                make(driver, id, mount);
            }
            use.count++;
            return spec.root();
        } finally {
            use.lock.unlock();
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
        Use use = uses.computeIfAbsent(id, _ -> new Use());
        use.lock.lock();
        try {
            if (use.count > 1) {
                use.count--;
            } else {
                unmount(driver, id, use);
            }
        } finally {
            use.lock.unlock();
        }
    }

    @Override
    public void releaseAll(StorageDriver driver, String id) {
        Use use = uses.computeIfAbsent(id, _ -> new Use());
        use.lock.lock();
        try {
            unmount(driver, id, use);
            uses.remove(id);
        } catch (ErrnoException | StorageException broken) {
            // a damaged layer says no more where it is mounted; removing it unmounts it as well
            LOG.log(System.Logger.Level.DEBUG, "layer {0}: {1}", id, broken.getMessage());
        } finally {
            use.lock.unlock();
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
