package dev.mica.storage.spi;

import dev.mica.archive.EntryType;
import dev.mica.archive.LayerName;
import dev.mica.archive.TarEntry;
import dev.mica.archive.TarWriter;
import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Names;
import dev.mica.linux.StatBuffer;
import dev.mica.linux.TreeVisitor;
import dev.mica.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a directory tree as a tar archive, as Docker does for commit and export: names sorted
 * within a directory, a directory before its content, the root left out; times in whole seconds;
 * hard links within the tree; sockets left out. Owners are numbers only, since the names of this
 * machine mean nothing in a layer. Unlike Docker's, {@code user.} attributes and ACLs are kept.
 *
 * <p>An object writes one archive; not thread-safe.
 */
public final class TreePacker implements TreeVisitor {
    private static final System.Logger LOG = System.getLogger(TreePacker.class.getName());
    private static final int BUFFER = 256 * 1024;

    private record Inode(long dev, long ino) {}

    private final Optional<? extends Whiteouts> whiteouts;
    private final TarWriter tar;
    private final Map<Inode, byte[]> linked = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] chunk = new byte[BUFFER];

    private TreePacker(Optional<? extends Whiteouts> whiteouts, TarWriter tar) {
        this.whiteouts = whiteouts;
        this.tar = tar;
    }

    /**
     * Writes a tree.
     *
     * @param whiteouts how deletions stand in it, to be written as {@code .wh.NAME}; empty for a
     *     merged tree, which has none
     * @throws StorageException where a file shrinks while it is read
     */
    public static void pack(Directory root, Optional<? extends Whiteouts> whiteouts, TarWriter tar)
            throws IOException {
        try {
            root.walk(new TreePacker(whiteouts, tar));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Writes what differs between a merged tree and its parent's, deletions as {@code .wh.NAME}.
     */
    public static @Nullable Void packChanges(
            Directory layer, Optional<Directory> below, TarWriter tar) throws IOException {
        TreePacker packer = new TreePacker(Optional.empty(), tar);
        StatBuffer stat = new StatBuffer();
        List<Change> changes = TreeComparison.changes(layer, below);
        for (Change change : changes) {
            String path = change.path().substring(1);
            if (change.kind() == Change.Kind.DELETE) {
                packer.whiteout(path, Instant.now(), 0, 0);
                continue;
            }
            int slash = path.lastIndexOf('/');
            String above = slash < 0 ? "." : path.substring(0, slash);
            try (Directory parent = open(layer, above)) {
                int result = parent.stat(path.substring(slash + 1), stat);
                if (result < 0) {
                    throw new ErrnoException(-result, "stat", "/" + path);
                }
                packer.entry(parent, path, path.substring(slash + 1), stat);
            }
        }
        return null;
    }

    private static Directory open(Directory root, String path) {
        int fd =
                root.linux()
                        .openat2(
                                root.fd(),
                                path,
                                Flags.O_PATH | Flags.O_DIRECTORY,
                                0,
                                Flags.RESOLVE_BENEATH | Flags.RESOLVE_NO_SYMLINKS);
        if (fd < 0) {
            throw new ErrnoException(-fd, "open", "/" + path);
        }
        return new Directory(root.linux(), new Fd(root.linux(), fd));
    }

    @Override
    public boolean visit(Directory parent, String path, String name, StatBuffer stat) {
        try {
            if (whiteouts.isPresent() && whiteouts.get().isWhiteout(stat)) {
                Instant modified = Instant.ofEpochSecond(stat.modifySeconds());
                whiteout(path, modified, stat.uid(), stat.gid());
                return false;
            }
            entry(parent, path, name, stat);
            if (stat.isDirectory()
                    && whiteouts.isPresent()
                    && whiteouts.get().isOpaque(parent.fd(), name)) {
                tar.entry(
                        TarEntry.builder(EntryType.FILE, LayerName.opaque(Names.encode(path)))
                                .mode(stat.mode() & 0777)
                                .uid(Integer.toUnsignedLong(stat.uid()))
                                .gid(Integer.toUnsignedLong(stat.gid()))
                                .build());
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void whiteout(String path, Instant modified, int uid, int gid) throws IOException {
        tar.entry(
                TarEntry.builder(EntryType.FILE, LayerName.whiteout(Names.encode(path)))
                        .mode(0600)
                        .uid(Integer.toUnsignedLong(uid))
                        .gid(Integer.toUnsignedLong(gid))
                        .modified(modified)
                        .build());
    }

    private void entry(Directory parent, String path, String name, StatBuffer stat)
            throws IOException {
        EntryType type =
                switch (stat.type()) {
                    case Flags.S_IFDIR -> EntryType.DIRECTORY;
                    case Flags.S_IFREG -> EntryType.FILE;
                    case Flags.S_IFLNK -> EntryType.SYMLINK;
                    case Flags.S_IFCHR -> EntryType.CHAR_DEVICE;
                    case Flags.S_IFBLK -> EntryType.BLOCK_DEVICE;
                    case Flags.S_IFIFO -> EntryType.FIFO;
                    default -> EntryType.OTHER;
                };
        if (type == EntryType.OTHER) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "/{0} is a socket, which no archive has; left out",
                    path);
            return;
        }
        byte[] bytes = Names.encode(path);
        byte @Nullable [] earlier =
                stat.isDirectory() || stat.nlink() == 1
                        ? null
                        : linked.putIfAbsent(new Inode(stat.dev(), stat.ino()), bytes);
        TarEntry.Builder entry =
                TarEntry.builder(earlier == null ? type : EntryType.HARD_LINK, bytes)
                        .mode(stat.mode())
                        .uid(Integer.toUnsignedLong(stat.uid()))
                        .gid(Integer.toUnsignedLong(stat.gid()))
                        .modified(Instant.ofEpochSecond(stat.modifySeconds()));
        if (type == EntryType.SYMLINK && earlier == null) {
            entry.linkName(Names.encode(parent.readlink(name)));
        }
        if (type == EntryType.CHAR_DEVICE || type == EntryType.BLOCK_DEVICE) {
            entry.device(
                    Integer.toUnsignedLong(stat.deviceMajor()),
                    Integer.toUnsignedLong(stat.deviceMinor()));
        }
        if (type == EntryType.FILE || type == EntryType.DIRECTORY) {
            attributes(parent, name, entry);
        }
        if (earlier != null) {
            tar.entry(entry.linkName(earlier).build());
        } else if (type == EntryType.FILE) {
            file(parent, path, name, entry, stat.size());
        } else {
            tar.entry(entry.build());
        }
    }

    private void attributes(Directory parent, String name, TarEntry.Builder entry) {
        for (String attribute : parent.xattrs(name)) {
            boolean kept =
                    KeptXattrs.keeps(attribute)
                            && whiteouts.filter(w -> w.owns(attribute)).isEmpty();
            byte[] value = kept ? parent.xattr(name, attribute) : null;
            if (value != null) {
                entry.xattr(
                        attribute,
                        attribute.equals(KeptXattrs.CAPABILITY)
                                ? FileCapability.portable(value)
                                : value);
            }
        }
    }

    private void file(Directory parent, String path, String name, TarEntry.Builder entry, long size)
            throws IOException {
        if (size == 0) {
            tar.entry(entry.build());
            return;
        }
        try (Fd fd = parent.openRegular(name)) {
            tar.entry(entry.size(size).build());
            long left = size;
            while (left > 0) {
                buffer.clear().limit((int) Math.min(left, BUFFER));
                int n = fd.read(buffer);
                if (n == 0) {
                    throw new StorageException(
                            "/" + path + " shrank by " + left + " bytes while it was read");
                }
                buffer.get(0, chunk, 0, n);
                tar.write(chunk, 0, n);
                left -= n;
            }
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "/{0} is gone; left out",
                        new String(Names.encode(path), StandardCharsets.UTF_8));
                return;
            }
            throw e;
        }
    }
}
