package dev.mica.storage;

import dev.mica.linux.Directory;
import dev.mica.linux.Statx;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What lies between an image and a container's own layer: the mount points that a container needs,
 * whatever its image has there. A file or link of the image's on the way gives way; a directory
 * stays. Source: moby, {@code daemon/initlayer/setup_unix.go}.
 */
final class InitLayer {
    private enum Kind {
        DIRECTORY,
        FILE,
        MTAB
    }

    private static final int MODE = 0755;
    private static final String MTAB_TARGET = "/proc/mounts";

    private static final Map<String, Kind> CONTENT =
            new TreeMap<>(
                    Map.of(
                            "dev/pts", Kind.DIRECTORY,
                            "dev/shm", Kind.DIRECTORY,
                            "proc", Kind.DIRECTORY,
                            "sys", Kind.DIRECTORY,
                            ".dockerenv", Kind.FILE,
                            "etc/resolv.conf", Kind.FILE,
                            "etc/hosts", Kind.FILE,
                            "etc/hostname", Kind.FILE,
                            "dev/console", Kind.FILE,
                            "etc/mtab", Kind.MTAB));

    private InitLayer() {}

    /**
     * @param root the init layer's mounted tree, in which nothing is followed
     */
    static void fill(Directory root) {
        CONTENT.forEach(
                (path, kind) -> {
                    int slash = path.indexOf('/');
                    if (slash < 0) {
                        make(root, path, kind);
                        return;
                    }
                    String above = path.substring(0, slash);
                    makeDirectory(root, above);
                    try (Directory directory = root.directory(above)) {
                        make(directory, path.substring(slash + 1), kind);
                    }
                });
    }

    private static void make(Directory parent, String name, Kind kind) {
        if (kind == Kind.DIRECTORY) {
            makeDirectory(parent, name);
        } else if (makeRoom(parent, name)) {
            if (kind == Kind.MTAB) {
                parent.symlink(MTAB_TARGET, name);
            } else {
                parent.create(name, MODE).close();
                parent.chmod(name, MODE);
            }
        }
    }

    private static void makeDirectory(Directory parent, String name) {
        if (makeRoom(parent, name)) {
            parent.mkdir(name, MODE);
            parent.chmod(name, MODE);
        }
    }

    /** Removes what is no directory; false where there is one. */
    private static boolean makeRoom(Directory parent, String name) {
        Optional<Statx> there = parent.find(name);
        if (there.isPresent() && there.get().isDirectory()) {
            return false;
        }
        if (there.isPresent()) {
            parent.unlink(name);
        }
        return true;
    }
}
