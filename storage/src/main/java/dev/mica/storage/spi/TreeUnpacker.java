package dev.mica.storage.spi;

import dev.mica.archive.ArchiveException;
import dev.mica.archive.EntryType;
import dev.mica.archive.LayerName;
import dev.mica.archive.LayerPath;
import dev.mica.archive.TarEntry;
import dev.mica.archive.TarReader;
import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.DirectoryCache;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Names;
import dev.mica.linux.Root;
import dev.mica.linux.StatBuffer;
import dev.mica.storage.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Unpacks one layer's archive into one directory. An object serves one archive; not thread-safe.
 *
 * <p>Everything is done relative to descriptors of directories of the layer, so that no name and no
 * link of the archive leads outside it, whatever the archive does. A plain file of root's costs
 * four system calls: open, write, utimensat, close.
 *
 * <p>What dockerd does and an archive can tell apart: names with {@code ..} and absolute ones mean
 * a path inside the layer; the root's own entry {@code ./} changes nothing, while {@code /} does; a
 * directory that was made for its content gets its metadata when its entry comes. What differs:
 * times before 1970 are set; the data of sparse files takes no more room than in the archive; a
 * path that the layer has already is refused, under another spelling too, since the layer's bytes
 * could not be given back; a whiteout beside an entry of the same name means the layers below, as
 * the OCI specification has it.
 */
public final class TreeUnpacker {
    private final Linux linux;
    private final Whiteouts whiteouts;
    private final Directory root;
    private final DirectoryCache directories;
    private final EntryMetadata metadata;
    private final FileContent content;
    private final StatBuffer stat = new StatBuffer();
    private final List<DirectoryTime> times = new ArrayList<>();
    private long size;

    /** Directories get their times last: what is unpacked into them changes them. */
    private record DirectoryTime(String path, TarEntry entry) {}

    private TreeUnpacker(Root root, Whiteouts whiteouts) {
        this.linux = root.linux();
        this.whiteouts = whiteouts;
        this.root = root.top();
        this.directories = new DirectoryCache(root);
        this.metadata = new EntryMetadata(linux, whiteouts, Umask.current());
        this.content = new FileContent(linux);
    }

    /**
     * Unpacks all that the reader has left.
     *
     * @param root the layer's directory, where symbolic links stay {@link Root.Links#WITHIN}: an
     *     entry below a link of this same layer goes where it leads inside the layer, as in the
     *     chroot in which Docker unpacks
     * @return the bytes of the layer as Docker counts them: lengths of files and symbolic links,
     *     hard links once
     * @throws StorageException where an entry cannot be what it says, naming the entry
     * @throws ErrnoException where the file system refuses, naming the path within the layer
     */
    public static long unpack(Root root, Whiteouts whiteouts, TarReader archive)
            throws IOException {
        TreeUnpacker unpacker = new TreeUnpacker(root, whiteouts);
        try (unpacker.directories;
                unpacker.content) {
            for (TarEntry entry = archive.next(); entry != null; entry = archive.next()) {
                unpacker.apply(entry, archive);
            }
            unpacker.setDirectoryTimes();
        }
        return unpacker.size;
    }

    private void apply(TarEntry entry, TarReader archive) throws IOException {
        byte[] path = LayerPath.clean(entry.name());
        switch (entry.type()) {
            case GLOBAL_HEADER -> {
                return;
            }
            case OTHER ->
                    throw new StorageException(
                            "unhandled tar header type " + (int) entry.typeFlag());
            default -> {
                // unpacked below
            }
        }
        if (path.length == 0) {
            applyRoot(entry);
            return;
        }
        String text = Names.decode(path);
        try {
            switch (LayerName.of(path)) {
                case LayerName.Plain _ -> applyPlain(entry, text, archive);
                case LayerName.Whiteout w -> hide(entry, Names.decode(w.hidden()));
                case LayerName.Opaque o -> makeOpaque(Names.decode(o.directory()));
                case LayerName.AufsMetadata _ -> {}
            }
        } catch (ErrnoException e) {
            throw new ErrnoException(e.errno(), goVerb(entry), "/" + text);
        }
    }

    /** What Go's os package calls the operation that an entry stands for. */
    private static String goVerb(TarEntry entry) {
        return switch (entry.type()) {
            case DIRECTORY -> "mkdir";
            case HARD_LINK -> "link /" + Names.decode(LayerPath.clean(entry.linkName()));
            case SYMLINK -> "symlink " + entry.linkText();
            case CHAR_DEVICE, BLOCK_DEVICE, FIFO -> "mknod";
            default -> "open";
        };
    }

    /** Docker passes over the root's entry as archivers write it, and applies one that says "/". */
    private void applyRoot(TarEntry entry) {
        byte[] name = entry.name();
        boolean named =
                name.length > 0
                        && (name[0] == '/'
                                || (name.length > 1 && name[0] == '.' && name[1] == '.'));
        if (named && entry.type() == EntryType.DIRECTORY) {
            metadata.applyToDirectory(root.fd(), "", entry);
            times.add(new DirectoryTime("", entry));
        }
    }

    /** A descriptor of a directory of the layer, made where no entry has named it; lent. */
    private int directory(String path) {
        return directories.makeDirectories(path, 0755).fd();
    }

    private void applyPlain(TarEntry entry, String path, TarReader archive) throws IOException {
        int slash = path.lastIndexOf('/');
        int directory = directory(slash < 0 ? "" : path.substring(0, slash));
        String name = path.substring(slash + 1);
        switch (entry.type()) {
            case DIRECTORY -> makeDirectory(entry, path, directory, name);
            case FILE -> makeFile(entry, directory, name, archive);
            case HARD_LINK -> makeLink(entry, directory, name);
            case SYMLINK -> {
                String target = Names.decode(entry.linkName());
                create(directory, name, () -> linux.symlinkat(target, directory, name));
                size += entry.linkName().length;
                metadata.apply(directory, name, entry);
            }
            case CHAR_DEVICE -> makeNode(entry, Flags.S_IFCHR, directory, name);
            case BLOCK_DEVICE -> makeNode(entry, Flags.S_IFBLK, directory, name);
            case FIFO -> makeNode(entry, Flags.S_IFIFO, directory, name);
            default -> throw new IllegalStateException(entry.toString());
        }
    }

    /** Creates an entry; a whiteout that this same layer has under the name gives way to it. */
    private boolean create(int directory, String name, Runnable call) {
        try {
            call.run();
            return false;
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            boolean hidden = replaceWhiteout(directory, name);
            call.run();
            return hidden;
        }
    }

    private boolean replaceWhiteout(int directory, String name) {
        if (linux.statx(directory, name, 0, stat) < 0 || !whiteouts.isWhiteout(stat)) {
            throw new ArchiveException("duplicates of file paths not supported");
        }
        linux.unlinkat(directory, name, 0);
        return true;
    }

    private void makeDirectory(TarEntry entry, String path, int directory, String name) {
        int mode = entry.mode() & 0777;
        boolean hidden = false;
        try {
            linux.mkdirat(directory, name, mode);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            if (linux.statx(directory, name, 0, stat) < 0 || !stat.isDirectory()) {
                hidden = replaceWhiteout(directory, name);
                linux.mkdirat(directory, name, mode);
            } else {
                metadata.rewrite();
            }
        }
        if (hidden) {
            whiteouts.makeOpaque(directory(path));
        }
        metadata.applyToDirectory(directory, name, entry);
        times.add(new DirectoryTime(path, entry));
    }

    private void makeFile(TarEntry entry, int directory, String name, TarReader archive)
            throws IOException {
        int flags = Flags.O_WRONLY | Flags.O_CREAT | Flags.O_EXCL | Flags.O_NOFOLLOW;
        int mode = entry.mode() & 0777;
        int fd = linux.openat(directory, name, flags, mode);
        if (fd == -Errno.EEXIST) {
            replaceWhiteout(directory, name);
            fd = linux.openat(directory, name, flags, mode);
        }
        if (fd < 0) {
            throw new ErrnoException(-fd, "open", name);
        }
        try {
            if (entry.size() > 0) {
                content.write(fd, archive);
            }
            metadata.applyToFile(fd, entry);
        } finally {
            linux.close(fd);
        }
        size += entry.size();
    }

    private void makeLink(TarEntry entry, int directory, String name) {
        String target = Names.decode(LayerPath.clean(entry.linkName()));
        int slash = target.lastIndexOf('/');
        int from = directories.directory(slash < 0 ? "" : target.substring(0, slash)).fd();
        String old = target.substring(slash + 1);
        create(directory, name, () -> linux.linkat(from, old, directory, name, 0));
        metadata.applyToLink(directory, name, entry, stat);
    }

    private void makeNode(TarEntry entry, int type, int directory, String name) {
        int major = device(entry.deviceMajor(), entry);
        int minor = device(entry.deviceMinor(), entry);
        int mode = type | (entry.mode() & 0777);
        create(directory, name, () -> linux.mknodat(directory, name, mode, major, minor));
        metadata.apply(directory, name, entry);
    }

    private static int device(long number, TarEntry entry) {
        if (number < 0 || number > 0xFFFFF) {
            throw new StorageException(
                    "device number " + number + " of " + entry.nameText() + " is out of range");
        }
        return (int) number;
    }

    private void hide(TarEntry entry, String path) {
        int slash = path.lastIndexOf('/');
        int directory = directory(slash < 0 ? "" : path.substring(0, slash));
        String name = path.substring(slash + 1);
        try {
            whiteouts.hide(directory, name, metadata.uid(entry), metadata.gid(entry));
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            if (linux.statx(directory, name, 0, stat) == 0 && stat.isDirectory()) {
                whiteouts.makeOpaque(directory(path));
            } // else the entry of this layer hides what lies below in any case
        }
    }

    private void makeOpaque(String path) {
        whiteouts.makeOpaque(directory(path));
    }

    private void setDirectoryTimes() {
        for (DirectoryTime each : times) {
            String path = each.path;
            if (path.isEmpty()) {
                metadata.times(root.fd(), ".", each.entry);
                continue;
            }
            int slash = path.lastIndexOf('/');
            int directory = directory(slash < 0 ? "" : path.substring(0, slash));
            metadata.times(directory, path.substring(slash + 1), each.entry);
        }
    }

    /** The later of an entry's times of reading and writing, which is what Docker sets. */
    static Instant accessed(TarEntry entry) {
        Instant modified = entry.modified();
        return entry.accessed().filter(a -> a.isAfter(modified)).orElse(modified);
    }
}
