package dev.mica.storage;

import java.nio.file.Path;

/**
 * The directory one daemon keeps everything in (signatures; the contract follows with the code).
 */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class DataRoot implements AutoCloseable {

    private DataRoot() {}

    /**
     * Makes the directory where it is missing, takes dockerd's own lock on it, and bind-mounts it
     * on itself, private.
     *
     * @throws StorageException where another engine runs on it
     */
    public static DataRoot open(Path path) {
        throw new UnsupportedOperationException();
    }

    /** The directory, absolute. */
    public Path path() {
        throw new UnsupportedOperationException();
    }

    /** A directory below, made with this mode where it is missing. */
    public Path directory(String name, int mode) {
        throw new UnsupportedOperationException();
    }

    /** Puts everything written to the data-root's file system on disk: one {@code syncfs}. */
    public void sync() {
        throw new UnsupportedOperationException();
    }

    /**
     * Replaces a file whole: a new one in the same directory, synced, renamed, the directory
     * synced.
     */
    public void replace(Path file, int mode, byte[] content) {
        throw new UnsupportedOperationException();
    }

    /** Undoes the bind mount where nothing below is mounted any more, and lets the lock go. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
