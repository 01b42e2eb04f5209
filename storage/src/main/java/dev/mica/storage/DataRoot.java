package dev.mica.storage;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.AtomicFile;
import dev.mica.linux.Directory;
import dev.mica.linux.Flags;
import dev.mica.linux.Flock;
import dev.mica.linux.Linux;
import dev.mica.linux.MountInfo;
import dev.mica.linux.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory one daemon keeps everything in, held for it alone.
 *
 * <p>The lock is dockerd's own, {@code flock(2)} on {@code volumes/metadata.db}, so that neither
 * engine starts on the other's root. A dockerd that it refuses has by then emptied {@code
 * <root>/tmp} and bind-mounted the root on itself; so nothing is kept in {@code tmp}, and the root
 * is bind-mounted on itself, private, before anything is mounted below it: a second such mount then
 * covers neither.
 *
 * <p>Paths given to this class are of Mica's own making, never from an archive or a container.
 * Thread-safe.
 */
public final class DataRoot implements AutoCloseable {
    private static final String VOLUMES = "volumes";
    private static final String LOCK_FILE = "metadata.db";

    private final Linux linux;
    private final Mounts mounts;
    private final Path path;
    private final Flock lock;
    private final boolean mounted;

    private DataRoot(Linux linux, Path path, Flock lock) {
        this.linux = linux;
        this.mounts = new Mounts(linux);
        this.path = path;
        this.lock = lock;
        this.mounted = mounts.bindPrivate(path.toString());
    }

    /**
     * Makes the directory where it is missing, mode 0710, takes the lock, and bind-mounts it on
     * itself. Needs root.
     *
     * @param path absolute; symbolic links in it are resolved once, here
     * @throws StorageException where the path is relative, or another engine runs on it
     */
    public static DataRoot open(Linux linux, Path path) {
        if (!path.isAbsolute()) {
            throw new StorageException("the data-root must be an absolute path, not " + path);
        }
        Path real = make(linux, path);
        makeDirectory(linux, real, VOLUMES, 0701);
        String lockFile = real.resolve(VOLUMES).resolve(LOCK_FILE).toString();
        Flock lock =
                Flock.tryLock(linux, lockFile)
                        .orElseThrow(
                                () ->
                                        new StorageException(
                                                "the data-root "
                                                        + real
                                                        + " is in use: another mica or dockerd"
                                                        + " holds the lock on "
                                                        + lockFile
                                                        + "; stop it, or choose another"
                                                        + " --data-root"));
        try {
            return new DataRoot(linux, real, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Path make(Linux linux, Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                try (Directory directory = Directory.open(linux, path.toString())) {
                    linux.fchmod(directory.fd(), 0710);
                }
            }
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeDirectory(Linux linux, Path above, String name, int mode) {
        try (Directory directory = Directory.open(linux, above.toString())) {
            directory.mkdir(name, mode);
            directory.chmod(name, mode);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    /** The system calls that everything below goes through. */
    public Linux linux() {
        return linux;
    }

    /** The directory, absolute, without symbolic links. */
    public Path path() {
        return path;
    }

    /**
     * A directory below, made with this mode where it is missing; those above it must be there.
     *
     * @param name relative to the root, such as {@code containers}
     */
    public Path directory(String name, int mode) {
        Path wanted = path.resolve(name);
        makeDirectory(linux, wanted.resolveSibling(""), wanted.getFileName().toString(), mode);
        return wanted;
    }

    /** The directory of a storage driver's images, {@code image/<driver>}. */
    Path imageDirectory(String driverName) {
        directory("image", 0700);
        return directory("image/" + driverName, 0700);
    }

    /**
     * Puts everything that was written to the data-root's file system on disk: one {@code syncfs},
     * whatever the number of files.
     */
    public void sync() {
        sync(path);
    }

    /** Puts everything that was written to a directory's file system on disk. */
    void sync(Path directory) {
        try (Directory open = Directory.open(linux, directory.toString())) {
            linux.syncfs(open.fd());
        }
    }

    /**
     * Whether a directory lies on the data-root's own file system, which {@link #sync()} covers.
     */
    boolean isSameFileSystem(Path directory) {
        return linux.statx(Flags.AT_FDCWD, directory.toString(), 0).dev()
                == linux.statx(Flags.AT_FDCWD, path.toString(), 0).dev();
    }

    /**
     * Replaces a file whole: a new one in the same directory, synced, renamed, the directory
     * synced. Whoever reads it meets the old content or the new, also after a power cut.
     *
     * @param mode its permission bits
     */
    public void replace(Path file, int mode, byte[] content) {
        try (Directory directory = Directory.open(linux, file.resolveSibling("").toString())) {
            AtomicFile.write(directory, file.getFileName().toString(), content, mode);
        }
    }

    /**
     * Lets the lock go, and undoes the bind mount unless containers are still mounted below it.
     * Nothing else is touched.
     */
    @Override
    public void close() {
        try {
            if (!isBusy() && (mounted || isOnItself())) {
                mounts.detach(path.toString());
            }
        } finally {
            lock.close();
        }
    }

    private boolean isBusy() {
        String below = path + "/";
        return mounts.list().stream().anyMatch(m -> m.mountPoint().startsWith(below));
    }

    /** Whether the mount is a directory's on itself, which a killed predecessor left. */
    private boolean isOnItself() {
        Optional<MountInfo> mount = mounts.at(path.toString());
        if (mount.isEmpty()) {
            return false;
        }
        return mounts.list().stream()
                .filter(m -> m.id() == mount.get().parent())
                .filter(m -> m.device().equals(mount.get().device()))
                .anyMatch(m -> seenAt(m, path).equals(mount.get().root()));
    }

    /** Where a path lies in the file system that is mounted above it. */
    private static String seenAt(MountInfo above, Path path) {
        Path relative = Path.of(above.mountPoint()).relativize(path);
        return Path.of(above.root()).resolve(relative).toString();
    }
}
