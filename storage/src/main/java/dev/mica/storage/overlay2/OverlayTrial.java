package dev.mica.storage.overlay2;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.DirEntry;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import java.nio.file.Path;
import java.util.UUID;

/** A small overlay in a folder of its own, to try what the kernel does. Removed when closed. */
final class OverlayTrial implements AutoCloseable {
    static final String PREFIX = ".check-overlayfs-support-";

    private final Linux linux;
    private final Path path;
    private final Directory above;
    private final Directory trial;

    OverlayTrial(Linux linux, Path where) {
        this.linux = linux;
        this.path = where.resolve(PREFIX + UUID.randomUUID());
        this.above = Directory.open(linux, where.toString());
        above.mkdir(path.getFileName().toString(), 0700);
        this.trial = above.directory(path.getFileName().toString());
        for (String name : new String[] {"l1", "l2", "upper", "work", "merged"}) {
            trial.mkdir(name, 0755);
        }
    }

    /** Whether the file system says what a directory's names are, which the union needs. */
    boolean hasTypesInDirectories() {
        return trial.list().stream().allMatch(DirEntry::isDirectory);
    }

    boolean mounts(String prefix) {
        try {
            mount(prefix);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    /** Mounts two lowers and an upper, and unmounts them again. */
    void mount(String prefix) {
        doMount(prefix);
        unmount();
    }

    /**
     * Whether the upper directory of a mount holds the whole change: copying up an opaque directory
     * does not copy the mark, a rename leaves no redirect, a chmod copies the data.
     */
    boolean keepsUpperWhole(String prefix, boolean userXattr) {
        String marks = userXattr ? "user.overlay." : "trusted.overlay.";
        try (Directory l1 = trial.directory("l1");
                Directory l2 = trial.directory("l2")) {
            l1.mkdir("d", 0755);
            l1.mkdir("d1", 0755);
            l1.create("f", 0644).close();
            l2.mkdir("d", 0755);
            l2.setXattr("d", marks + "opaque", new byte[] {'y'});
        }
        doMount(prefix);
        try (Directory root = Directory.open(linux, path.resolve("merged").toString())) {
            try (Directory d = root.directory("d")) {
                d.create("f", 0644).close();
            }
            root.chmod("f", 0600);
            try {
                root.rename("d1", root, "d2", 0);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EXDEV)) {
                    throw e;
                }
            }
        } finally {
            unmount();
        }
        try (Directory upper = trial.directory("upper")) {
            return upper.xattr("d", marks + "opaque") == null
                    && upper.xattr("f", marks + "metacopy") == null
                    && (upper.find("d2").isEmpty()
                            || upper.xattr("d2", marks + "redirect") == null);
        }
    }

    /**
     * Mounts with {@code volatile} where the kernel knows it (5.10): unmounting would else wait for
     * all that others have yet to write to this file system.
     */
    private void doMount(String prefix) {
        String options =
                prefix
                        + "lowerdir="
                        + path.resolve("l2")
                        + ":"
                        + path.resolve("l1")
                        + ",upperdir="
                        + path.resolve("upper")
                        + ",workdir="
                        + path.resolve("work");
        String merged = path.resolve("merged").toString();
        try {
            linux.mount("overlay", merged, "overlay", 0, "volatile," + options);
        } catch (ErrnoException e) {
            linux.mount("overlay", merged, "overlay", 0, options);
        }
    }

    private void unmount() {
        linux.umount2(path.resolve("merged").toString(), 0);
    }

    @Override
    public void close() {
        trial.close();
        try (above) {
            above.removeTree(path.getFileName().toString());
        }
    }
}
