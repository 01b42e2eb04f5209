package dev.mica.engine;

import dev.mica.errno.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The host's control groups, as far as runc leaves something to be done there. */
final class Cgroup {
    /** Where containers' groups lie, in every hierarchy: as dockerd's. */
    static final String PARENT = "docker";

    private static final System.Logger LOG = System.getLogger(Cgroup.class.getName());
    private static final Path MOUNTS = Path.of("/sys/fs/cgroup");

    private static final AtomicBoolean EXPECTING = new AtomicBoolean();

    private Cgroup() {}

    /**
     * Says that a process is about to be moved into a group, and returns at once. The kernel makes
     * the first such move after a while wait until all processors have passed a quiet state, some
     * 10 ms (its lock {@code cgroup_threadgroup_rwsem} costs readers nothing, and a writer that). A
     * move that changes nothing waits just as well: ours, made while runc starts, takes the wait
     * out of runc's way, 11 of the 39 ms of an exec.
     */
    static void expectMove() {
        if (EXPECTING.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("cgroup-move").start(Cgroup::moveNowhere);
        }
    }

    /** Moves this process into the group it is in. */
    private static void moveNowhere() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                String[] parts = line.split(":", 3);
                Path hierarchy = MOUNTS.resolve(parts[1]);
                Path processes = Path.of(hierarchy + parts[2], "cgroup.procs");
                if (Files.exists(processes)) {
                    String self = Long.toString(ProcessHandle.current().pid());
                    Files.writeString(processes, self, StandardOpenOption.WRITE);
                    return;
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "what moves into groups next will wait", e);
        } finally {
            EXPECTING.set(false);
        }
    }

    /** Whether the host has version 2 alone. */
    static boolean isV2() {
        return Files.exists(MOUNTS.resolve("cgroup.controllers"));
    }

    /**
     * Removes the groups of a container that has ended, in every hierarchy.
     *
     * @return false where one could not be removed, since a process is left in it
     */
    static boolean remove(String id) {
        boolean all = true;
        for (Path hierarchy : hierarchies()) {
            all &= removeTree(hierarchy.resolve(PARENT).resolve(id));
        }
        return all;
    }

    /** Removes the groups that containers' lie in, where they are empty. */
    static void removeParents() {
        for (Path hierarchy : hierarchies()) {
            try {
                Files.deleteIfExists(hierarchy.resolve(PARENT));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.TRACE, "in use by containers, ours or a dockerd's", e);
            }
        }
    }

    /** The processes in a container's group, those in groups below it included. */
    static List<Integer> processes(String id) {
        for (Path hierarchy : hierarchies()) {
            Path group = hierarchy.resolve(PARENT).resolve(id);
            if (Files.exists(group.resolve("cgroup.procs"))) {
                List<Integer> all = new ArrayList<>();
                try (Stream<Path> files = Files.walk(group)) {
                    for (Path file :
                            (Iterable<Path>)
                                    files.filter(f -> f.endsWith("cgroup.procs"))::iterator) {
                        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                            all.add(Integer.valueOf(line.strip()));
                        }
                    }
                } catch (IOException | UncheckedIOException e) {
                    throw EngineException.system("list processes in " + group + ": " + e);
                }
                if (!all.isEmpty()) {
                    return all;
                }
            }
        }
        return List.of();
    }

    private static List<Path> hierarchies() {
        if (isV2()) {
            return List.of(MOUNTS);
        }
        List<Path> all = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(MOUNTS)) {
            for (Path entry : entries) {
                if (!Files.isSymbolicLink(entry)) {
                    all.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** Groups are removed from below; their files go with them. */
    private static boolean removeTree(Path group) {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return removeChildren(group);
        } catch (FileSystemException e) {
            return Files.exists(group) && !isBusy(e) && removeChildren(group);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isBusy(FileSystemException e) {
        return Errno.text(Errno.EBUSY).equalsIgnoreCase(e.getReason());
    }

    private static boolean removeChildren(Path group) {
        List<Path> below = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(group, Files::isDirectory)) {
            entries.forEach(below::add);
        } catch (IOException e) {
            return false;
        }
        if (below.isEmpty()) {
            return false;
        }
        boolean all = true;
        for (Path child : below) {
            all &= removeTree(child);
        }
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            return false;
        }
        return all;
    }

    /**
     * Stops or lets go on all processes of a container, for a moment that nobody is told of. Waits
     * until the kernel has done it; where there is no freezer, nothing happens.
     */
    static void freeze(String id, boolean frozen) {
        Path group = MOUNTS.resolve("freezer").resolve(PARENT).resolve(id);
        boolean v1 = Files.exists(group.resolve("freezer.state"));
        Path file =
                v1
                        ? group.resolve("freezer.state")
                        : MOUNTS.resolve(PARENT).resolve(id).resolve("cgroup.freeze");
        if (!Files.exists(file)) {
            return;
        }
        try {
            Files.writeString(file, v1 ? (frozen ? "FROZEN" : "THAWED") : (frozen ? "1" : "0"));
            for (int i = 0; v1 && frozen && i < 200; i++) {
                if (Files.readString(file).startsWith("FROZEN")) {
                    return;
                }
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
