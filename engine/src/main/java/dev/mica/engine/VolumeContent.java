package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Root;
import dev.mica.linux.Spawner;
import dev.mica.storage.ReadWriteLayer;
import java.util.Collection;

/** A new volume begins with what the image has where it is mounted. */
final class VolumeContent {
    private static final int SOURCE = 3;

    private VolumeContent() {}

    static void copy(
            Linux linux,
            ReadWriteLayer layer,
            Collection<StoredMountPoint> mounts,
            LocalVolumes volumes) {
        String merged = layer.mount().toString();
        try (Root root = Root.open(linux, merged, Root.Links.WITHIN)) {
            for (StoredMountPoint mount : mounts) {
                if (mount.isVolume()) {
                    copy(linux, root, mount, volumes.inspect(mount.name()).mountpoint());
                }
            }
        } finally {
            layer.unmount();
        }
    }

    private static void copy(Linux linux, Root root, StoredMountPoint mount, String target) {
        try (Directory source = root.directory(mount.destination());
                Fd fd =
                        Fd.open(
                                linux,
                                "/proc/self/fd/" + source.fd(),
                                Flags.O_RDONLY | Flags.O_DIRECTORY,
                                0)) {
            int code =
                    new Spawner(linux, Programs.require("cp").toString())
                            .arguments("-a", "-T", "/proc/self/fd/" + SOURCE + "/.", target)
                            .map(SOURCE, fd)
                            .start()
                            .waitFor()
                            .shellCode();
            if (code != 0) {
                throw EngineException.system(
                        "copy the image's "
                                + mount.destination()
                                + " into its volume: cp ended with "
                                + code);
            }
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.system("interrupted while a volume was filled");
        }
    }
}
