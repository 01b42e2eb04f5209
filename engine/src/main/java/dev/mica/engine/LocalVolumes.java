package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Anonymous volumes, as dockerd keeps them: {@code volumes/<64 digits>/_data}. Those with any other
 * name are some other engine's named ones: listed, never removed. Thread-safe.
 */
final class LocalVolumes implements Volumes {
    private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> KEYS = Set.of("dangling", "driver", "label", "name");
    private static final String DATA = "_data";

    private final Linux linux;
    private final Path directory;
    private final EventLog events;
    private final Supplier<Set<String>> used;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param directory {@code volumes} of the data-root
     * @param used the names of the volumes that containers have, at the moment it is asked
     */
    LocalVolumes(Linux linux, Path directory, EventLog events, Supplier<Set<String>> used) {
        this.linux = linux;
        this.directory = directory;
        this.events = events;
        this.used = used;
    }

    /** Makes a volume of a name nobody has; empty, 0755 and root's. */
    Volume create() {
        byte[] name = new byte[32];
        random.nextBytes(name);
        String id = HexFormat.of().formatHex(name);
        try {
            Path volume = directory.resolve(id);
            Files.createDirectory(volume);
            Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwx-----x"));
            Files.createDirectory(volume.resolve(DATA));
            Files.setPosixFilePermissions(
                    volume.resolve(DATA), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events.publish("volume", "create", id, Map.of("driver", "local"));
        return inspect(id);
    }

    @Override
    public List<Volume> list(Filters filters) {
        filters.onlyKnow(KEYS);
        Set<String> inUse = used.get();
        List<Volume> result = new ArrayList<>();
        for (String name : names()) {
            boolean matches =
                    (!filters.has("name") || filters.get("name").stream().anyMatch(name::contains))
                            && (!filters.has("driver") || filters.get("driver").contains("local"))
                            && !filters.has("label")
                            && filters.dangling(!inUse.contains(name));
            if (matches) {
                result.add(volume(name));
            }
        }
        return result;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry.resolve(DATA))) {
                    names.add(entry.getFileName().toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    @Override
    public Volume inspect(String name) {
        if (name.contains("/") || !Files.isDirectory(directory.resolve(name).resolve(DATA))) {
            throw unknown(name);
        }
        return volume(name);
    }

    private Volume volume(String name) {
        Path data = directory.resolve(name).resolve(DATA);
        try {
            return new Volume(name, data.toString(), Files.getLastModifiedTime(data).toInstant());
        } catch (NoSuchFileException e) {
            throw unknown(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EngineException unknown(String name) {
        return EngineException.notFound("get " + name + ": no such volume");
    }

    @Override
    public void remove(String name, boolean force) {
        lock.lock();
        try {
            inspect(name);
            if (used.get().contains(name)) {
                throw EngineException.conflict(
                        "remove " + name + ": volume is in use by a container");
            }
            if (!ANONYMOUS.matcher(name).matches()) {
                throw EngineException.notImplemented(
                        "remove "
                                + name
                                + ": a named volume; Mica has anonymous ones only and leaves this"
                                + " to the engine that made it");
            }
            delete(name);
        } catch (EngineException e) {
            if (!force || e.kind() != EngineException.Kind.NOT_FOUND) {
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes the volume of a container that is being removed; not there is no error. */
    void discard(String name) {
        if (ANONYMOUS.matcher(name).matches() && !used.get().contains(name)) {
            lock.lock();
            try {
                delete(name);
            } finally {
                lock.unlock();
            }
        }
    }

    private void delete(String name) {
        try (Directory volumes = Directory.open(linux, directory.toString())) {
            volumes.removeTree(name);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return;
            }
            throw e;
        }
        events.publish("volume", "destroy", name, Map.of("driver", "local"));
    }

    @Override
    public PruneReport prune(Filters filters) {
        filters.onlyKnow(Set.of("label", "label!", "all"));
        List<String> removed = new ArrayList<>();
        long freed = 0;
        if (!filters.has("label")) { // anonymous volumes have none
            for (String name : names()) {
                if (ANONYMOUS.matcher(name).matches() && !used.get().contains(name)) {
                    long size = size(directory.resolve(name));
                    discard(name);
                    removed.add(name);
                    freed += size;
                }
            }
        }
        return new PruneReport(removed, freed);
    }

    private static long size(Path tree) {
        try (var files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile).mapToLong(LocalVolumes::length).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
