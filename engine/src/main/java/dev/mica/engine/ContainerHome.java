package dev.mica.engine;

import dev.mica.linux.AtomicFile;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import java.nio.file.Path;

/**
 * The directory {@code containers/ID} of one container in the data-root, laid out as dockerd's.
 *
 * <p>The container exists from the moment that {@code config.v2.json} is there to the moment that
 * it is not: a directory without it is what a crash left of a create or a removal.
 *
 * @param linux the kernel
 * @param path the directory
 * @param id of the container
 */
record ContainerHome(Linux linux, Path path, String id) {
    static final String CONFIG = "config.v2.json";
    static final String HOST_CONFIG = "hostconfig.json";
    static final int CONFIG_MODE = 0600;
    static final int PUBLIC_MODE = 0644;

    Path config() {
        return path.resolve(CONFIG);
    }

    Path hostConfig() {
        return path.resolve(HOST_CONFIG);
    }

    /** Docker's log, one JSON object a line. */
    Path log() {
        return path.resolve(id + "-json.log");
    }

    /** What conmon writes while the container runs; converted bit by bit, then let go. */
    Path conmonLog() {
        return path.resolve("conmon.log");
    }

    Path hostname() {
        return path.resolve("hostname");
    }

    Path hosts() {
        return path.resolve("hosts");
    }

    Path resolvConf() {
        return path.resolve("resolv.conf");
    }

    /** Makes the directory and those that dockerd keeps in it. */
    void make(Directory containers) {
        containers.mkdir(id, 0710);
        containers.chmod(id, 0710);
        try (Directory home = containers.directory(id)) {
            home.mkdir("checkpoints", 0700);
            home.mkdir("mounts", 0710);
            home.chmod("mounts", 0710);
        }
    }

    /** Replaces a file; on disk when this returns. */
    void write(String name, int mode, byte[] content) {
        try (Directory home = Directory.open(linux, path.toString())) {
            AtomicFile.write(home, name, content, mode);
        }
    }

    /** Replaces a file that may be lost by a power cut. */
    void writeUnsynced(String name, int mode, byte[] content) {
        try (Directory home = Directory.open(linux, path.toString())) {
            AtomicFile.writeUnsynced(home, name, content, mode);
        }
    }
}
