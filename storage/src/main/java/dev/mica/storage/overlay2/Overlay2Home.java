package dev.mica.storage.overlay2;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.DirEntry;
import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Statx;
import dev.mica.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of the driver's home, one method each: names, modes and forms are here and nowhere
 * else. Thread-safe.
 */
final class Overlay2Home implements AutoCloseable {
    static final String LINKS = "l";
    static final String DIFF = "diff";
    static final String WORK = "work";
    static final String MERGED = "merged";
    private static final String LINK = "link";
    private static final String LOWER = "lower";
    private static final String COMMITTED = "committed";

    private static final int SMALL_FILE = 64 * 1024;

    private final Linux linux;
    private final Path path;
    private final Directory home;

    private Overlay2Home(Linux linux, Path path, Directory home) {
        this.linux = linux;
        this.path = path;
        this.home = home;
    }

    /** Opens the home, making it and its links folder where they are missing. */
    static Overlay2Home open(Linux linux, Path path) {
        try (Directory above = Directory.open(linux, path.resolveSibling("").toString())) {
            makeIfMissing(above, path.getFileName().toString(), 0710);
        }
        Overlay2Home home = new Overlay2Home(linux, path, Directory.open(linux, path.toString()));
        makeIfMissing(home.home, LINKS, 0700);
        return home;
    }

    private static void makeIfMissing(Directory above, String name, int mode) {
        try {
            make(above, name, mode);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    private static void make(Directory above, String name, int mode) {
        above.mkdir(name, mode);
        above.chmod(name, mode);
    }

    Path path() {
        return path;
    }

    Path diff(String id) {
        return path.resolve(id).resolve(DIFF);
    }

    /** Whether a directory of this id is there. */
    boolean exists(String id) {
        return home.find(id).isPresent();
    }

    /** All directories that could be layers. */
    List<String> ids() {
        return home.list().stream()
                .filter(DirEntry::isDirectory)
                .map(DirEntry::name)
                .filter(name -> !name.equals(LINKS) && !name.startsWith("."))
                .toList();
    }

    /** Makes a layer without a parent. */
    void make(String id) {
        make(home, id, 0710);
        String link = LinkName.random();
        try (Directory layer = home.directory(id)) {
            make(layer, DIFF, 0755);
            // the file first: by it a half-made layer's short link is found and removed
            write(layer, LINK, 0644, link);
            linux.symlinkat("../" + id + "/" + DIFF, home.fd(), LINKS + "/" + link);
        }
    }

    /**
     * Puts a layer on another: its work directory, its lowers, and the mark that the other bears.
     */
    void putOn(String id, String parent, String lower) {
        try (Directory below = home.directory(parent)) {
            write(below, COMMITTED, 0600, "");
        }
        try (Directory layer = home.directory(id)) {
            makeIfMissing(layer, WORK, 0700);
            write(layer, LOWER, 0644, lower);
        }
    }

    private static void write(Directory directory, String name, int mode, String content) {
        try (Fd fd = directory.open(name, Flags.O_WRONLY | Flags.O_CREAT | Flags.O_TRUNC, mode)) {
            directory.linux().fchmod(fd.number(), mode);
            fd.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** The layer's name in the links folder. */
    String link(String id) {
        try (Directory layer = home.directory(id)) {
            String link = read(layer, LINK);
            if (!LinkName.isValid(link)) {
                throw new StorageException(
                        path.resolve(id).resolve(LINK) + " is damaged: it holds no layer link");
            }
            return link;
        }
    }

    /** The layer's {@code lower}: {@code l/X:l/Y}; empty for a base layer. */
    Optional<String> lower(String id) {
        try (Directory layer = home.directory(id)) {
            return layer.find(LOWER).isPresent()
                    ? Optional.of(read(layer, LOWER))
                    : Optional.empty();
        }
    }

    /** The ids of the layers below, nearest first. */
    List<String> ancestors(String id) {
        List<String> ids = new ArrayList<>();
        for (String name : lower(id).orElse("").split(":", -1)) {
            if (!name.isEmpty()) {
                ids.add(target(name));
            }
        }
        return ids;
    }

    /** The layer that {@code l/X} leads to. */
    private String target(String name) {
        if (!name.startsWith(LINKS + "/") || !LinkName.isValid(name.substring(2))) {
            throw new StorageException(
                    "the lower file of a layer in " + path + " is damaged: " + name);
        }
        String target = linux.readlinkat(home.fd(), name);
        String[] parts = target.split("/", -1);
        if (parts.length != 3 || !parts[0].equals("..") || !parts[2].equals(DIFF)) {
            throw new StorageException(
                    path.resolve(name) + " does not lead to a layer but to " + target);
        }
        return parts[1];
    }

    /** Whether another layer stands on this one, so that its mount is read-only. */
    boolean isCommitted(String id) {
        try (Directory layer = home.directory(id)) {
            return layer.find(COMMITTED).isPresent();
        }
    }

    /** Makes the mount point. */
    void makeMerged(String id) {
        try (Directory layer = home.directory(id)) {
            makeIfMissing(layer, MERGED, 0700);
        }
    }

    /** Removes the mount point, as far as nothing is mounted on it or left in it. */
    void removeMerged(String id) {
        try (Directory layer = home.directory(id)) {
            layer.rmdir(MERGED);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.EBUSY) && !e.is(Errno.ENOTEMPTY)) {
                throw e;
            }
        }
    }

    /** The layer's own tree, opened. */
    Directory openDiff(String id) {
        try (Directory layer = home.directory(id)) {
            return layer.directory(DIFF);
        }
    }

    /** Removes a layer, or what there is of one. */
    void remove(String id) {
        if (!exists(id)) {
            return;
        }
        try (Directory layer = home.directory(id)) {
            unmount(layer, id);
            String link = layer.find(LINK).isPresent() ? read(layer, LINK) : "";
            if (LinkName.isValid(link)) {
                removeLink(link);
            }
        }
        home.removeTree(id);
    }

    /** Removes what trials of the kernel left when their process was killed. */
    void removeTrials() {
        for (DirEntry entry : home.list()) {
            if (entry.name().startsWith(OverlayTrial.PREFIX)) {
                try (Directory trial = home.directory(entry.name())) {
                    unmount(trial, entry.name());
                }
                home.removeTree(entry.name());
            }
        }
    }

    private void unmount(Directory layer, String name) {
        if (layer.find(MERGED).filter(Statx::isMountRoot).isPresent()) {
            linux.umount2(path.resolve(name).resolve(MERGED).toString(), Flags.MNT_DETACH);
        }
    }

    private void removeLink(String link) {
        try {
            linux.unlinkat(home.fd(), LINKS + "/" + link, 0);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private static String read(Directory layer, String name) {
        try (Fd fd = layer.openRegular(name)) {
            ByteBuffer content = ByteBuffer.allocate(SMALL_FILE);
            while (content.hasRemaining() && fd.read(content) > 0) {
                // more may come
            }
            return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() {
        home.close();
    }
}
