package dev.mica.storage.overlay2;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.DirectoryReader;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.StatBuffer;
import dev.mica.storage.spi.Whiteouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The layers below one, and what a path means in them together: the union's lookup, done on the
 * layers' directories without a mount. Not thread-safe.
 *
 * <p>Nothing is followed: a path is only asked of those layers in which all its directories are
 * directories, as the caller carries along from the root.
 */
final class LowerLayers implements AutoCloseable {
    private final Linux linux;
    private final Whiteouts whiteouts;
    private final List<Fd> roots;
    private final StatBuffer first = new StatBuffer();
    private final StatBuffer other = new StatBuffer();

    private LowerLayers(Linux linux, Whiteouts whiteouts, List<Fd> roots) {
        this.linux = linux;
        this.whiteouts = whiteouts;
        this.roots = roots;
    }

    /** Opens the layers below {@code id}, one descriptor each. */
    static LowerLayers open(Linux linux, Overlay2Home home, Whiteouts whiteouts, String id) {
        LowerLayers layers = new LowerLayers(linux, whiteouts, new ArrayList<>());
        try {
            for (String ancestor : home.ancestors(id)) {
                layers.roots.add(
                        Fd.open(
                                linux,
                                home.diff(ancestor).toString(),
                                Flags.O_PATH | Flags.O_DIRECTORY | Flags.O_NOFOLLOW,
                                0));
            }
            return layers;
        } catch (RuntimeException e) {
            layers.close();
            throw e;
        }
    }

    /**
     * The layers whose roots make the merged root: all, since the kernel asks no root for its mark.
     */
    int[] atRoot() {
        return IntStream.range(0, roots.size()).toArray();
    }

    /** What is found at a path: its status, and of a directory, the layers that make it. */
    static final class Found {
        private final StatBuffer stat;
        private final int[] directories;
        private final int layer;

        Found(StatBuffer stat, int[] directories, int layer) {
            this.stat = stat;
            this.directories = directories;
            this.layer = layer;
        }

        StatBuffer stat() {
            return stat;
        }

        int[] directories() {
            return directories;
        }

        boolean isDirectory() {
            return stat.isDirectory();
        }
    }

    /**
     * Looks a path up; null when nothing is there, or when it is hidden. The status is lent until
     * the next call.
     *
     * @param layers those that have the path's directory, top to bottom
     */
    @Nullable Found find(int[] layers, String path) {
        int[] directories = new int[layers.length];
        int used = 0;
        int from = -1;
        for (int layer : layers) {
            StatBuffer stat = from < 0 ? first : other;
            int root = roots.get(layer).number();
            int result = linux.statx(root, path, 0, stat);
            if (result == -Errno.ENOENT) {
                continue;
            }
            if (result < 0) {
                throw new ErrnoException(-result, "stat", path);
            }
            if (whiteouts.isWhiteout(stat)) {
                break;
            }
            if (from < 0) {
                from = layer;
            }
            if (!stat.isDirectory()) {
                break;
            }
            directories[used++] = layer;
            if (whiteouts.isOpaque(root, path)) {
                break;
            }
        }
        return from < 0 ? null : new Found(first, Arrays.copyOf(directories, used), from);
    }

    /** The names that are seen in a directory, sorted. */
    Set<String> names(int[] layers, String path) {
        Set<String> names = new TreeSet<>();
        Set<String> hidden = new TreeSet<>();
        for (int layer : layers) {
            int root = roots.get(layer).number();
            int fd =
                    linux.openat2(
                            root,
                            path.isEmpty() ? "." : path,
                            Flags.O_RDONLY | Flags.O_DIRECTORY,
                            0,
                            Flags.RESOLVE_BENEATH | Flags.RESOLVE_NO_SYMLINKS);
            if (fd < 0) {
                throw new ErrnoException(-fd, "open", path);
            }
            try (Directory directory = new Directory(linux, new Fd(linux, fd));
                    DirectoryReader reader = directory.entries()) {
                while (reader.next()) {
                    String name = reader.name();
                    if (names.contains(name) || hidden.contains(name)) {
                        continue;
                    }
                    boolean device = reader.type() == Flags.DT_CHR;
                    if (device && directory.stat(name, other) == 0 && whiteouts.isWhiteout(other)) {
                        hidden.add(name);
                    } else {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    /** An attribute of what {@link #find} found. */
    byte @Nullable [] xattr(Found found, String path, String attribute) {
        return linux.getxattr(roots.get(found.layer).number(), path, attribute);
    }

    @Override
    public void close() {
        roots.forEach(Fd::close);
    }
}
