package dev.mica.cli;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Statx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of the host's files goes into one layer. A file is added with the way to it: the folders,
 * and each symbolic link that leads there, so that the path works in the image as it does here.
 */
final class HostTree {

    private static final int MOST_LINKS = 40;

    /** What the layers below have already. */
    private final Set<Path> below;

    private final Path root;
    private final NavigableMap<Path, HostEntry> entries = new TreeMap<>();

    private HostTree(Path root, Set<Path> below) {
        this.root = root;
        this.below = below;
    }

    /** An empty lowest layer from the files below {@code root}. */
    static HostTree from(Path root) {
        return new HostTree(root, Set.of());
    }

    /** An empty layer on top of this one. */
    HostTree above() {
        Set<Path> all = new HashSet<>(below);
        entries.forEach(
                (path, entry) -> {
                    if (!(entry instanceof HostEntry.Folder)) {
                        all.add(path);
                    }
                });
        return new HostTree(root, all);
    }

    /** The entries by path, from the top; no folder comes after what is in it. */
    NavigableMap<Path, HostEntry> entries() {
        return entries;
    }

    /**
     * Adds a file, and all that its path goes through.
     *
     * @param path absolute, as the image is to have it
     * @return the path that it is in the end, without links
     * @throws NoSuchFileException when it leads nowhere
     */
    Path add(Path path) throws IOException {
        Deque<Path> left = new ArrayDeque<>();
        path.normalize().forEach(left::add);
        Path at = Path.of("/");
        int links = 0;
        while (!left.isEmpty()) {
            Path name = left.removeFirst();
            if (name.toString().equals("..")) {
                Path parent = at.getParent();
                at = parent == null ? at : parent;
                continue;
            }
            Path next = at.resolve(name);
            @Nullable Path target = entry(next);
            if (target == null) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new IOException(path + ": too many levels of symbolic links");
            }
            at = target.isAbsolute() ? Path.of("/") : at;
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                left.addFirst(target.getName(i));
            }
        }
        return at;
    }

    /** Adds what is at a path, and returns where it leads if it is a link. */
    private @Nullable Path entry(Path path) throws IOException {
        Path file = onHost(path);
        Statx found;
        try {
            found = Linux.system().statx(Flags.AT_FDCWD, file.toString(), 0);
        } catch (ErrnoException e) {
            throw new NoSuchFileException(path.toString(), null, e.getMessage());
        }
        if (found.isSymbolicLink()) {
            Path target = Files.readSymbolicLink(file);
            put(path, new HostEntry.Link(target.toString()));
            return target;
        }
        if (found.isDirectory()) {
            put(path, new HostEntry.Folder(found.permissions(), found.uid(), found.gid()));
        } else if (found.isRegular()) {
            put(
                    path,
                    new HostEntry.HostFile(
                            file,
                            found.permissions(),
                            found.uid(),
                            found.gid(),
                            found.size(),
                            Instant.ofEpochSecond(found.modifySeconds())));
        } else {
            throw new IOException(path + " is neither a file nor a folder");
        }
        return null;
    }

    /** Adds something that the host does not have, and the folders above it. */
    void add(Path path, HostEntry entry) {
        for (Path above = path.getParent();
                above != null && above.getNameCount() > 0;
                above = above.getParent()) {
            if (!entries.containsKey(above)) {
                put(above, new HostEntry.Folder(0755, 0, 0));
            }
        }
        put(path, entry);
    }

    /**
     * Adds a symbolic link to something in the image. Where its folder is a link, as {@code /bin}
     * is to {@code usr/bin}, it stands in the folder that this leads to.
     */
    void link(Path path, Path target) throws IOException {
        Path folder = path.getParent();
        Path file = path.getFileName();
        if (folder == null || file == null) {
            throw new IOException(path + " cannot be a link");
        }
        Path there = Files.exists(onHost(folder)) ? add(folder) : folder;
        add(there.resolve(file), new HostEntry.Link(target.toString()));
    }

    private void put(Path path, HostEntry entry) {
        if (!below.contains(path)) {
            entries.put(path, entry);
        }
    }

    /** A path of the image as one of this machine. */
    Path onHost(Path path) {
        return root.resolve(Path.of("/").relativize(path));
    }
}
