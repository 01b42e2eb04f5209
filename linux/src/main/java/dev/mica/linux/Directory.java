package dev.mica.linux;

import static dev.mica.linux.Invoke.check;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open directory, and what can be done with the names in it. A name is one component: one with a
 * slash, {@code .}, {@code ..} and the empty name are EINVAL. No name that is a symbolic link is
 * ever followed, so nothing done here leaves the directory, however hostile its content.
 *
 * <p>Errors are {@link ErrnoException}s with the full path, unless a method says otherwise. Safe
 * for several threads until closed.
 */
public final class Directory implements AutoCloseable {
    private static final int OPEN = Flags.O_RDONLY | Flags.O_DIRECTORY | Flags.O_NOFOLLOW;

    private final Linux linux;
    private final Fd fd;

    /** Takes ownership of a directory's descriptor. */
    public Directory(Linux linux, Fd fd) {
        this.linux = linux;
        this.fd = fd;
    }

    /**
     * Opens a directory of our own by its path. Symbolic links are followed: never pass a path that
     * came from an archive, an image or a container; {@link Root} is for those.
     */
    public static Directory open(Linux linux, String path) {
        return new Directory(linux, Fd.open(linux, path, Flags.O_RDONLY | Flags.O_DIRECTORY, 0));
    }

    /** The kernel this goes to. */
    public Linux linux() {
        return linux;
    }

    /** The descriptor's number, still owned here. */
    public int fd() {
        return fd.number();
    }

    /** The directory's path as the kernel sees it now; for messages. */
    public String path() {
        return Paths.of(fd());
    }

    /** Opens a directory in this one. */
    public Directory directory(String name) {
        return new Directory(linux, open(name, OPEN, 0));
    }

    /** Makes a new file and opens it to write; EEXIST when the name is taken. */
    public Fd create(String name, int mode) {
        return open(name, Flags.O_WRONLY | Flags.O_CREAT | Flags.O_EXCL, mode);
    }

    /**
     * Opens a file. A named pipe waits for its other end, and a device may do anything: {@link
     * #openRegular} is for content that is not ours.
     *
     * @param flags {@code O_NOFOLLOW} and {@code O_CLOEXEC} are added
     */
    public Fd open(String name, int flags, int mode) {
        return new Fd(linux, (int) check(tryOpen(name, flags, mode), Call.OPENAT, fd(), name));
    }

    /** As {@link #open}: the descriptor, or the negative errno. */
    public int tryOpen(String name, int flags, int mode) {
        return isName(name)
                ? linux.openat(fd(), name, flags | Flags.O_NOFOLLOW, mode)
                : -Errno.EINVAL;
    }

    /** Opens a file to read if it is a regular one; EINVAL otherwise. Never waits. */
    public Fd openRegular(String name) {
        try (Fd handle = open(name, Flags.O_PATH, 0)) {
            return Regular.reopen(linux, handle);
        }
    }

    /** Makes a directory; the mode is cut by the umask. */
    public void mkdir(String name, int mode) {
        linux.mkdirat(fd(), checked(name), mode);
    }

    /** Makes a device node, a named pipe, a socket; {@code S_IFCHR} 0:0 is a whiteout. */
    public void mknod(String name, int mode, int major, int minor) {
        linux.mknodat(fd(), checked(name), mode, major, minor);
    }

    /** Makes a symbolic link that says {@code target}. */
    public void symlink(String target, String name) {
        linux.symlinkat(target, fd(), checked(name));
    }

    /**
     * Makes a hard link to a name in the same or another directory, to a symbolic link itself too.
     */
    public void link(Directory from, String fromName, String name) {
        linux.linkat(from.fd(), checked(fromName), fd(), checked(name), 0);
    }

    /** Removes a name that is no directory. */
    public void unlink(String name) {
        linux.unlinkat(fd(), checked(name), 0);
    }

    /** Removes an empty directory. */
    public void rmdir(String name) {
        linux.unlinkat(fd(), checked(name), Flags.AT_REMOVEDIR);
    }

    /** Removes a name and, of a directory, all below it; see {@link TreeRemoval}. */
    public void removeTree(String name) {
        new TreeRemoval(linux).remove(this, checked(name));
    }

    /** Renames into the same or another directory; {@code flags} are {@code RENAME_} ones, or 0. */
    public void rename(String name, Directory to, String toName, int flags) {
        linux.renameat2(fd(), checked(name), to.fd(), checked(toName), flags);
    }

    /** What is known of the directory itself. */
    public Statx stat() {
        return linux.fstat(fd());
    }

    /** What is known of a name. */
    public Statx stat(String name) {
        return linux.statx(fd(), checked(name), 0);
    }

    /** What is known of a name; empty when there is none of it. */
    public Optional<Statx> find(String name) {
        return linux.findat(fd(), checked(name));
    }

    /** As {@link #stat(String)} into a buffer: 0, or the negative errno. */
    public int stat(String name, StatBuffer target) {
        return isName(name) ? linux.statx(fd(), name, 0, target) : -Errno.EINVAL;
    }

    /** What a symbolic link says. */
    public String readlink(String name) {
        return linux.readlinkat(fd(), checked(name));
    }

    /**
     * Sets the owner; -1 leaves an id alone. Clears the set-id bits of a file: chmod afterwards.
     */
    public void chown(String name, int uid, int gid) {
        linux.fchownat(fd(), checked(name), uid, gid);
    }

    /** Sets the twelve permission bits, whatever the umask. */
    public void chmod(String name, int mode) {
        linux.fchmodat(fd(), checked(name), mode);
    }

    /** Sets the times, in seconds from 1970 (negative before it) and nanoseconds. */
    public void utimes(
            String name,
            long accessSeconds,
            long accessNanos,
            long modifySeconds,
            long modifyNanos) {
        linux.utimensat(
                fd(), checked(name), accessSeconds, accessNanos, modifySeconds, modifyNanos);
    }

    /** An extended attribute; null when there is none. */
    public byte @Nullable [] xattr(String name, String attribute) {
        return linux.getxattr(fd(), checked(name), attribute);
    }

    /** Sets an extended attribute. */
    public void setXattr(String name, String attribute, byte[] value) {
        linux.setxattr(fd(), checked(name), attribute, value, 0);
    }

    /** Removes an extended attribute: whether there was one. */
    public boolean removeXattr(String name, String attribute) {
        return linux.removexattr(fd(), checked(name), attribute);
    }

    /** The names of the extended attributes. */
    public List<String> xattrs(String name) {
        return linux.listxattr(fd(), checked(name));
    }

    /** A cursor over the names, in the file system's order. Close it. */
    public DirectoryReader entries() {
        int own = linux.openat(fd(), ".", OPEN, 0);
        return new DirectoryReader(linux, new Fd(linux, (int) check(own, Call.OPENAT, fd(), ".")));
    }

    /** All entries, sorted by the bytes of their names. */
    public List<DirEntry> list() {
        List<DirEntry> list = new ArrayList<>();
        try (DirectoryReader reader = entries()) {
            while (reader.next()) {
                list.add(reader.toEntry());
            }
        }
        list.sort((a, b) -> Names.compare(a.name(), b.name()));
        return list;
    }

    /** Visits all below this directory; see {@link TreeVisitor}. */
    public void walk(TreeVisitor visitor) {
        TreeWalk.walk(this, visitor);
    }

    /** The names made and removed here are on disk. */
    public void sync() {
        linux.fsync(fd());
    }

    @Override
    public void close() {
        fd.close();
    }

    /** Whether a string is one component that cannot lead elsewhere. */
    static boolean isName(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0;
    }

    private String checked(String name) {
        if (!isName(name)) {
            throw new ErrnoException(Errno.EINVAL, "use as one name", name);
        }
        return name;
    }
}
