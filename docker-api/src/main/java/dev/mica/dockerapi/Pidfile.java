package dev.mica.dockerapi;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file that says which process is the daemon, from start to end. */
final class Pidfile implements AutoCloseable {
    private final Path path;

    private Pidfile(Path path) {
        this.path = path;
    }

    /**
     * Writes the calling process's id.
     *
     * @throws DaemonException if the file names a process that lives, or cannot be written
     */
    static Pidfile create(Path path) {
        refuseIfAlive(path);
        try {
            Path directory = path.getParent();
            if (directory != null) {
                Files.createDirectories(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
            }
            Files.writeString(path, Long.toString(ProcessHandle.current().pid()));
            return new Pidfile(path);
        } catch (IOException e) {
            throw new DaemonException("failed to start daemon: cannot write pid file: " + e, e);
        }
    }

    private static void refuseIfAlive(Path path) {
        try {
            long pid = Long.parseLong(Files.readString(path, StandardCharsets.US_ASCII).trim());
            if (pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent()) {
                throw new DaemonException(
                        "failed to start daemon: pid file found, ensure docker is not running or"
                                + " delete "
                                + path);
            }
        } catch (IOException | NumberFormatException e) {
            // no file, or one that names no process: nobody runs by it
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger(Pidfile.class.getName())
                    .log(Level.WARNING, "cannot remove the pid file: " + e);
        }
    }
}
