package dev.mica.storage;

import dev.mica.storage.overlay2.Overlay2Provider;
import dev.mica.storage.spi.DriverContext;
import dev.mica.storage.spi.DriverException;
import dev.mica.storage.spi.LayerMounts;
import dev.mica.storage.spi.StorageDriver;
import dev.mica.storage.spi.StorageDriverProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The storage drivers there are, and which of them a data-root gets. The order and the words are
 * Docker 20.10's, for the drivers that Mica has as well as for those it knows by name only: a
 * data-root that another of Docker's drivers filled is never taken for a fresh one. Immutable.
 */
public final class DriverRegistry {
    private static final System.Logger LOG = System.getLogger(DriverRegistry.class.getName());

    /** Docker's names, those preferred first. */
    private static final List<String> PRIORITY =
            List.of(
                    "btrfs",
                    "zfs",
                    "overlay2",
                    "fuse-overlayfs",
                    "aufs",
                    "overlay",
                    "devicemapper",
                    "vfs");

    private final List<StorageDriverProvider> providers;

    /** A registry of these drivers, for those who bring their own. */
    public DriverRegistry(List<StorageDriverProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /** All drivers of this build. */
    public static DriverRegistry standard() {
        return new DriverRegistry(List.of(new Overlay2Provider()));
    }

    /** The names of the drivers that can be opened. */
    public List<String> names() {
        return providers.stream().map(StorageDriverProvider::name).toList();
    }

    /**
     * Opens the driver that was named, else the one the data-root was used with before, else the
     * first of Docker's priority list that works here.
     *
     * @param name {@code --storage-driver}
     * @param options {@code --storage-opt}s, each {@code key=value}
     * @throws DriverException with the words that dockerd puts after {@code error initializing
     *     graphdriver: }
     */
    public OpenedDriver open(DataRoot root, Optional<String> name, List<String> options) {
        LayerMounts mounts = new CountedMounts(root.linux());
        return new OpenedDriver(choose(root, name, options, mounts), mounts);
    }

    private StorageDriver choose(
            DataRoot root, Optional<String> name, List<String> options, LayerMounts mounts) {
        if (name.isPresent()) {
            return open(root, name.get(), options, mounts);
        }
        List<String> prior = priorDrivers(root.path());
        if (prior.size() > 1) {
            throw new DriverException(
                    DriverException.Reason.FATAL,
                    root.path()
                            + " contains several valid graphdrivers: "
                            + String.join(", ", prior)
                            + "; Please cleanup or explicitly choose storage driver (-s <DRIVER>)");
        }
        if (prior.size() == 1) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "[graphdriver] using prior storage driver: {0}",
                    prior.getFirst());
            return open(root, prior.getFirst(), options, mounts);
        }
        for (String candidate : PRIORITY) {
            Optional<StorageDriverProvider> provider = provider(candidate);
            if (provider.isPresent()) {
                try {
                    return provider.get().open(context(root, provider.get(), options, mounts));
                } catch (DriverException e) {
                    if (!e.mayTryNext()) {
                        throw e;
                    }
                    LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", candidate, e.getMessage());
                }
            }
        }
        throw new DriverException(
                DriverException.Reason.FATAL, "No supported storage backend found");
    }

    private StorageDriver open(
            DataRoot root, String name, List<String> options, LayerMounts mounts) {
        Optional<StorageDriverProvider> provider = provider(name);
        if (provider.isEmpty()) {
            String reason =
                    PRIORITY.contains(name)
                            ? "this build of Mica has no such driver; it has "
                                    + String.join(", ", names())
                            : "graphdriver plugins are only supported with experimental mode";
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Failed to GetDriver graph driver={0} error=\"{1}\" home-dir={2}",
                    name,
                    reason,
                    root.path());
            throw new DriverException(DriverException.Reason.NOT_SUPPORTED);
        }
        return provider.get().open(context(root, provider.get(), options, mounts));
    }

    private static DriverContext context(
            DataRoot root,
            StorageDriverProvider provider,
            List<String> options,
            LayerMounts mounts) {
        return new DriverContext(root.linux(), provider.home(root.path()), options, mounts);
    }

    private Optional<StorageDriverProvider> provider(String name) {
        return providers.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** Drivers that left something in the data-root; vfs does not count, as in Docker. */
    private static List<String> priorDrivers(Path root) {
        List<String> prior = new ArrayList<>();
        for (String name : PRIORITY) {
            if (!name.equals("vfs") && !isEmpty(root.resolve(name))) {
                prior.add(name);
            }
        }
        return prior;
    }

    private static boolean isEmpty(Path directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
