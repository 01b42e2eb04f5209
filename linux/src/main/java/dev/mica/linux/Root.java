package dev.mica.linux;

import static dev.mica.linux.Invoke.check;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.util.Optional;

/**
 * A directory that no path leaves: the one class through which paths from archives, images and
 * containers go. The kernel itself keeps them inside ({@code openat2(2)}), so no link that is
 * swapped meanwhile leads out.
 *
 * <p>A leading slash means this root. What becomes of symbolic links is chosen once: {@link
 * Links#WITHIN} for a container's view of its own files, where an absolute link starts here and
 * {@code ..} stops here; {@link Links#REFUSED} where none may be met (ELOOP) and {@code ..} may not
 * leave (EXDEV).
 *
 * <p>Paths reach a directory; work on many names in one directory is {@link Directory}'s, and
 * {@link DirectoryCache} keeps the last ones open. Errors are {@link ErrnoException}s with the full
 * path. Safe for several threads until closed.
 */
public final class Root implements AutoCloseable {
    /** What symbolic links on the way do. */
    public enum Links {
        /** They are followed, and stay inside: {@code RESOLVE_IN_ROOT}. */
        WITHIN(Flags.RESOLVE_IN_ROOT | Flags.RESOLVE_NO_MAGICLINKS),

        /** They are ELOOP: {@code RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS}. */
        REFUSED(Flags.RESOLVE_BENEATH | Flags.RESOLVE_NO_SYMLINKS);

        private final long resolve;

        Links(long resolve) {
            this.resolve = resolve;
        }
    }

    /**
     * A name in a directory.
     *
     * @param directory opened for the caller, or lent by a {@link DirectoryCache}
     */
    public record Place(Directory directory, String name) {}

    /** As many as the kernel follows. */
    private static final int MOST_LINKS = 40;

    private static final int DIRECTORY = Flags.O_RDONLY | Flags.O_DIRECTORY;

    private final Directory top;
    private final Links links;

    /** Takes ownership of an open directory. */
    public Root(Directory top, Links links) {
        this.top = top;
        this.links = links;
    }

    /** Opens a directory of our own, by a path of our own, as a root. */
    public static Root open(Linux linux, String path, Links links) {
        return new Root(Directory.open(linux, path), links);
    }

    /** The kernel this goes to. */
    public Linux linux() {
        return top.linux();
    }

    /** The root's own directory: lent, for names at its top. */
    public Directory top() {
        return top;
    }

    /**
     * Opens a path. A named pipe waits for its other end, and a device may do anything: {@link
     * #openRegular} is for content that is not ours.
     *
     * @param flags {@code O_NOFOLLOW} is for the last component; {@code O_CLOEXEC} is added
     */
    public Fd open(String path, int flags, int mode) {
        int result = tryOpen(path, flags, mode);
        return new Fd(linux(), (int) check(result, Call.OPENAT2, top.fd(), inside(path)));
    }

    /** As {@link #open}: the descriptor, or the negative errno. */
    public int tryOpen(String path, int flags, int mode) {
        return linux().openat2(top.fd(), inside(path), flags, mode, links.resolve);
    }

    /** Opens a path to read if it is a regular file; EINVAL otherwise. Never waits. */
    public Fd openRegular(String path) {
        try (Fd handle = open(path, Flags.O_PATH, 0)) {
            return Regular.reopen(linux(), handle);
        }
    }

    /** Opens a directory; the caller closes it. */
    public Directory directory(String path) {
        return new Directory(linux(), open(path, DIRECTORY, 0));
    }

    /** Opens a directory, and first makes those that are not there; the umask cuts the mode. */
    public Directory makeDirectories(String path, int mode) {
        int result = tryOpen(path, DIRECTORY, 0);
        String name = lastName(path);
        if (result == -Errno.ENOENT && Directory.isName(name)) {
            try (Directory above = makeDirectories(parentPath(path), mode)) {
                mkdirUnlessThere(above, name, mode);
            }
            result = tryOpen(path, DIRECTORY, 0);
        }
        check(result, Call.OPENAT2, top.fd(), inside(path));
        return new Directory(linux(), new Fd(linux(), result));
    }

    /**
     * As {@link #makeDirectories}, and where a symbolic link on the way names what is not there,
     * that is made as well, inside the root: so dockerd makes working directories.
     *
     * @throws ErrnoException ELOOP past 40 such links
     */
    public Directory makeDirectoriesBehindLinks(String path, int mode) {
        String wanted = path;
        for (int links = 0; links <= MOST_LINKS; links++) {
            Optional<String> behind = behindDanglingLink(wanted);
            if (behind.isEmpty()) {
                return makeDirectories(wanted, mode);
            }
            wanted = behind.get();
        }
        throw new ErrnoException(Errno.ELOOP, "make directories", path);
    }

    /** The path with its first dangling link replaced by what that names. */
    private Optional<String> behindDanglingLink(String path) {
        String whole = inside(path);
        for (int end = whole.indexOf('/'); ; end = whole.indexOf('/', end + 1)) {
            String link = end < 0 ? whole : whole.substring(0, end);
            if (isDanglingLink(link)) {
                Place place = place(link);
                try (Directory directory = place.directory) {
                    String target = directory.readlink(place.name);
                    String base = target.startsWith("/") ? "" : parentPath(link) + "/";
                    return Optional.of(base + target + (end < 0 ? "" : whole.substring(end)));
                }
            }
            if (end < 0) {
                return Optional.empty();
            }
        }
    }

    private boolean isDanglingLink(String path) {
        return find(path, false).filter(Statx::isSymbolicLink).isPresent()
                && find(path, true).isEmpty();
    }

    private static void mkdirUnlessThere(Directory above, String name, int mode) {
        try {
            above.mkdir(name, mode);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    /**
     * Opens the directory that a path's last name is in; the caller closes it. The last name itself
     * is not looked at.
     *
     * @throws ErrnoException EINVAL when the path has no last name: the root, or one that ends in
     *     {@code ..}
     */
    public Place place(String path) {
        String name = nameOf(path);
        return new Place(directory(parentPath(path)), name);
    }

    /** A path's last name; EINVAL when it has none. */
    static String nameOf(String path) {
        String name = lastName(path);
        if (!Directory.isName(name)) {
            throw new ErrnoException(Errno.EINVAL, "use as a name below a root", path);
        }
        return name;
    }

    /**
     * What is known of a path; empty when there is nothing, or a component is no directory.
     *
     * @param follow whether a last component that is a symbolic link is followed
     */
    public Optional<Statx> find(String path, boolean follow) {
        int result = tryOpen(path, Flags.O_PATH | (follow ? 0 : Flags.O_NOFOLLOW), 0);
        if (result == -Errno.ENOENT || result == -Errno.ENOTDIR) {
            return Optional.empty();
        }
        check(result, Call.OPENAT2, top.fd(), inside(path));
        try (Fd handle = new Fd(linux(), result)) {
            return Optional.of(linux().fstat(handle.number()));
        }
    }

    /** Removes a name and all below it; nothing there is no error. Stops with EBUSY at a mount. */
    public void removeTree(String path) {
        Place place = place(path);
        try (Directory directory = place.directory) {
            directory.removeTree(place.name);
        }
    }

    @Override
    public void close() {
        top.close();
    }

    /** A path relative to the root: absolute ones begin here too. */
    static String inside(String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        String relative = path.substring(start);
        return relative.isEmpty() ? "." : relative;
    }

    /** The part of a path before its last name; {@code .} for none. */
    static String parentPath(String path) {
        int end = endOf(path);
        int slash = path.lastIndexOf('/', end - 1);
        return slash < 0 ? "." : inside(path.substring(0, slash));
    }

    /** A path's last name, without the slashes behind it. */
    static String lastName(String path) {
        int end = endOf(path);
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static int endOf(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end;
    }
}
