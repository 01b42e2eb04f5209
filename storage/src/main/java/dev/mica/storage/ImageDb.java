package dev.mica.storage;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.image.Digest;
import dev.mica.image.ImageId;
import dev.mica.image.InvalidDigestException;
import dev.mica.linux.AtomicFile;
import dev.mica.linux.DirEntry;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The books of the images, {@code image/<driver>/imagedb}, in Docker's form, all 0700 and 0600:
 *
 * <pre>
 * imagedb/content/sha256/IMAGE               the config's bytes
 * imagedb/metadata/sha256/IMAGE/parent       sha256:IMAGE, no newline
 * imagedb/metadata/sha256/IMAGE/lastUpdated  RFC 3339, no newline
 * </pre>
 *
 * Each write is durable on return. Thread-safe, as far as callers keep to different images.
 */
final class ImageDb {
    static final String PARENT = "parent";
    static final String LAST_UPDATED = "lastUpdated";
    private static final int MODE = 0600;

    private static final System.Logger LOG = System.getLogger(ImageDb.class.getName());

    private final Linux linux;
    private final Path content;
    private final Path metadata;

    ImageDb(DataRoot root, String driverName) {
        this.linux = root.linux();
        root.imageDirectory(driverName);
        String name = "image/" + driverName + "/imagedb";
        root.directory(name, 0700);
        root.directory(name + "/content", 0700);
        root.directory(name + "/metadata", 0700);
        this.content = root.directory(name + "/content/sha256", 0700);
        this.metadata = root.directory(name + "/metadata/sha256", 0700);
        try (Directory directory = open(content)) {
            AtomicFile.cleanUp(directory);
        }
        try (Directory all = open(metadata)) {
            for (DirEntry entry : all.list()) {
                try (Directory own = all.directory(entry.name())) {
                    AtomicFile.cleanUp(own);
                } catch (ErrnoException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0} is no image''s and left alone: {1}",
                            metadata.resolve(entry.name()),
                            e.getMessage());
                }
            }
        }
    }

    private Directory open(Path path) {
        return Directory.open(linux, path.toString());
    }

    /** All images there are configs of. */
    List<ImageId> ids() {
        List<ImageId> ids = new ArrayList<>();
        try (Directory directory = open(content)) {
            for (DirEntry entry : directory.list()) {
                try {
                    ids.add(new ImageId(Digest.ofSha256(entry.name())));
                } catch (InvalidDigestException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0} is no image and left alone",
                            content.resolve(entry.name()));
                }
            }
        }
        return ids;
    }

    /** An image's config, as it is on disk. */
    byte[] read(ImageId id) {
        try {
            return Files.readAllBytes(content.resolve(id.digest().hex()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(ImageId id, byte[] config) {
        try (Directory directory = open(content)) {
            AtomicFile.write(directory, id.digest().hex(), config, MODE);
        } catch (RuntimeException e) {
            try {
                delete(id); // it may have its name by now
            } catch (RuntimeException alsoThis) {
                e.addSuppressed(alsoThis);
            }
            throw e;
        }
    }

    Optional<String> metadata(ImageId id, String name) {
        try {
            return Optional.of(
                    Files.readString(
                                    metadata.resolve(id.digest().hex()).resolve(name),
                                    StandardCharsets.US_ASCII)
                            .strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeMetadata(ImageId id, String name, String value) {
        String hex = id.digest().hex();
        try (Directory all = open(metadata)) {
            if (all.find(hex).isEmpty()) {
                all.mkdir(hex, 0700);
                all.sync();
            }
            try (Directory own = all.directory(hex)) {
                byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
                AtomicFile.write(own, name, bytes, MODE);
            }
        }
    }

    void deleteMetadata(ImageId id, String name) {
        try (Directory own = open(metadata.resolve(id.digest().hex()))) {
            own.unlink(name);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** Removes all there is of an image; harmless where there is nothing. */
    void delete(ImageId id) {
        String hex = id.digest().hex();
        try (Directory all = open(metadata)) {
            all.removeTree(hex);
        }
        try (Directory directory = open(content)) {
            directory.unlink(hex);
            directory.sync();
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}
