package dev.mica.storage.spi;

import dev.mica.archive.EntryType;
import dev.mica.archive.TarEntry;
import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.StatBuffer;
import dev.mica.storage.StorageException;
import java.time.Instant;
import java.util.Map;

/**
 * Owner, attributes, mode and times of an unpacked entry, set in this order: a change of owner
 * drops capabilities and set-user-ID bits, an ACL changes the mode, and everything changes the
 * times. What the entry was created with is not set again.
 */
final class EntryMetadata {
    private static final int PERMISSIONS = 07777;

    private final Linux linux;
    private final Whiteouts whiteouts;
    private final int umask;

    /**
     * Whether new entries are what they were asked to be: until a directory has a set-group-ID bit
     * or a default ACL, which its content inherits from.
     */
    private boolean exact = true;

    private boolean rewrite;

    EntryMetadata(Linux linux, Whiteouts whiteouts, int umask) {
        this.linux = linux;
        this.whiteouts = whiteouts;
        this.umask = umask;
    }

    /** The next entry was there before: all of its metadata is set. */
    void rewrite() {
        rewrite = true;
    }

    int uid(TarEntry entry) {
        return id(entry.uid(), entry);
    }

    int gid(TarEntry entry) {
        return id(entry.gid(), entry);
    }

    private static int id(long id, TarEntry entry) {
        if (id < 0 || id > 0xFFFFFFFFL) {
            throw new StorageException(
                    "owner " + id + " of " + entry.nameText() + " is out of range");
        }
        return (int) id;
    }

    /** Of a file that was just made, through its descriptor. */
    void applyToFile(int fd, TarEntry entry) {
        if (ownerDiffers(entry)) {
            linux.fchown(fd, uid(entry), gid(entry));
        }
        for (Map.Entry<String, byte[]> attribute : entry.xattrs().entrySet()) {
            if (isKept(attribute.getKey())) {
                try {
                    linux.fsetxattr(fd, attribute.getKey(), attribute.getValue(), 0);
                } catch (ErrnoException e) {
                    passOver(e);
                }
            }
        }
        if (modeDiffers(entry, 0777)) {
            linux.fchmod(fd, entry.mode() & PERMISSIONS);
        }
        times(fd, "", entry);
    }

    /** Of a directory, but for its times. */
    void applyToDirectory(int directory, String name, TarEntry entry) {
        boolean all = rewrite || name.isEmpty();
        rewrite = false;
        if (all || ownerDiffers(entry)) {
            linux.fchownat(directory, name, uid(entry), gid(entry));
        }
        attributes(directory, name, entry);
        if (all || modeDiffers(entry, 0777)) {
            linux.fchmodat(directory, name, entry.mode() & PERMISSIONS);
        }
        if ((entry.mode() & Flags.S_ISGID) != 0
                || entry.xattrs().containsKey(KeptXattrs.DEFAULT_ACL)) {
            exact = false;
        }
    }

    /** Of a symbolic link or a device node that was just made. */
    void apply(int directory, String name, TarEntry entry) {
        boolean symlink = entry.type() == EntryType.SYMLINK;
        if (ownerDiffers(entry)) {
            linux.fchownat(directory, name, uid(entry), gid(entry));
        }
        attributes(directory, name, entry);
        if (!symlink && modeDiffers(entry, 0777)) {
            linux.fchmodat(directory, name, entry.mode() & PERMISSIONS);
        }
        times(directory, name, entry);
    }

    /** Of a file that got one more name: what the entry says counts for all its names. */
    void applyToLink(int directory, String name, TarEntry entry, StatBuffer stat) {
        int result = linux.statx(directory, name, 0, stat);
        if (result < 0) {
            throw new ErrnoException(-result, "stat", name);
        }
        int uid = uid(entry);
        int gid = gid(entry);
        boolean moved = stat.uid() != uid || stat.gid() != gid;
        boolean symlink = stat.isSymbolicLink();
        int mode = entry.mode() & PERMISSIONS;
        boolean changed = !symlink && (stat.mode() & PERMISSIONS) != mode;
        if (moved) {
            linux.fchownat(directory, name, uid, gid);
        }
        attributes(directory, name, entry);
        if (changed || (moved && !symlink)) {
            linux.fchmodat(directory, name, mode);
        }
        if (!symlink) {
            times(directory, name, entry);
        }
    }

    /** Sets the times. An empty name means the descriptor itself. */
    void times(int directory, String name, TarEntry entry) {
        Instant modified = entry.modified();
        Instant accessed = TreeUnpacker.accessed(entry);
        linux.utimensat(
                directory,
                name,
                accessed.getEpochSecond(),
                accessed.getNano(),
                modified.getEpochSecond(),
                modified.getNano());
    }

    private boolean ownerDiffers(TarEntry entry) {
        return !exact || entry.uid() != 0 || entry.gid() != 0;
    }

    private boolean modeDiffers(TarEntry entry, int given) {
        int mode = entry.mode() & PERMISSIONS;
        return !exact
                || (mode & ~given) != 0
                || (mode & umask) != 0
                || entry.xattrs().containsKey(KeptXattrs.ACL);
    }

    private void attributes(int directory, String name, TarEntry entry) {
        for (Map.Entry<String, byte[]> attribute : entry.xattrs().entrySet()) {
            if (isKept(attribute.getKey())) {
                try {
                    linux.setxattr(directory, name, attribute.getKey(), attribute.getValue(), 0);
                } catch (ErrnoException e) {
                    passOver(e);
                }
            }
        }
    }

    private boolean isKept(String attribute) {
        return KeptXattrs.keeps(attribute) && !whiteouts.owns(attribute);
    }

    /** As Docker does: a file system without attributes, or a file of a kind that has none. */
    private static void passOver(ErrnoException e) {
        if (!e.is(Errno.EOPNOTSUPP) && !e.is(Errno.EPERM)) {
            throw e;
        }
    }
}
