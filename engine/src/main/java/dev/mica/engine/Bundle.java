package dev.mica.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory of a running container in the exec-root, which the runtime calls a bundle: its
 * specification, and what conmon keeps beside it. A reboot takes it away.
 *
 * @param path the directory
 * @param id of the container
 */
record Bundle(Path path, String id) {

    /** The specification. */
    Path spec() {
        return path.resolve("config.json");
    }

    /** The socket that conmon shows the container's streams on. */
    Path attachSocket() {
        return path.resolve("attach");
    }

    /** The pipe that conmon takes orders from. */
    Path control() {
        return path.resolve("ctl");
    }

    /** The process id of the container's first process. */
    Path pidFile() {
        return path.resolve("pid");
    }

    /** The process id of its conmon. */
    Path conmonPidFile() {
        return path.resolve("conmon.pid");
    }

    Path exitDirectory() {
        return path.resolve("exit");
    }

    /** The exit code, written when the container has ended. */
    Path exitFile() {
        return exitDirectory().resolve(id);
    }

    /** Made by conmon when the kernel killed a process of the container for want of memory. */
    Path oomFile() {
        return path.resolve("oom");
    }

    /** Writes one of its files. */
    static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
