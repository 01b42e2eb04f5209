package dev.mica.storage;

import dev.mica.image.ImageId;
import dev.mica.image.InvalidDigestException;
import dev.mica.image.InvalidReferenceException;
import dev.mica.image.Reference;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The names of images: which tag and which digest of a repository means which image. They stand in
 * {@code image/<driver>/repositories.json}, which Docker reads and writes as well; members of that
 * file that Mica does not know stay.
 *
 * <p>Each change replaces the file durably before the call returns, and only then do readers see
 * it. Reads cost no I/O. Thread-safe.
 */
public final class ReferenceStore {
    private static final System.Logger LOG = System.getLogger(ReferenceStore.class.getName());
    private static final String REPOSITORIES = "Repositories";
    private static final int MODE = 0600;
    private static final Comparator<Reference> BY_NAME = Comparator.comparing(Reference::familiar);

    private final DataRoot root;
    private final Path file;
    private final ReentrantLock writing = new ReentrantLock();
    private JsonMembers document;
    private StoredRepositories stored;
    private volatile Map<Reference, ImageId> names;

    private ReferenceStore(DataRoot root, Path file, byte[] content) {
        this.root = root;
        this.file = file;
        this.document = JsonMembers.read(content);
        this.stored = GoJson.read(content, StoredRepositories.class);
        this.names = parse(stored);
    }

    /**
     * Reads {@code repositories.json}; a missing one is an empty one.
     *
     * @param driverName the storage driver, whose images these are
     * @throws StorageException where the file is no JSON of that shape; it is left alone
     */
    public static ReferenceStore open(DataRoot root, String driverName) {
        Path directory = root.imageDirectory(driverName);
        Path file = directory.resolve("repositories.json");
        try {
            return new ReferenceStore(root, file, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            byte[] empty = GoJson.write(StoredRepositories.EMPTY);
            root.replace(file, MODE, empty);
            return new ReferenceStore(root, file, empty);
        } catch (MalformedJsonException e) {
            throw new StorageException(
                    "cannot read the names of images from " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Reference, ImageId> parse(StoredRepositories stored) {
        Map<Reference, ImageId> names = new TreeMap<>(BY_NAME);
        stored.repositories()
                .forEach(
                        (repository, entries) ->
                                entries.forEach(
                                        (name, id) -> {
                                            try {
                                                names.put(Reference.parse(name), ImageId.parse(id));
                                            } catch (InvalidReferenceException
                                                    | InvalidDigestException e) {
                                                LOG.log(
                                                        System.Logger.Level.WARNING,
                                                        "repositories.json: {0} of {1} is left"
                                                                + " alone: {2}",
                                                        name,
                                                        repository,
                                                        e.getMessage());
                                            }
                                        }));
        return names;
    }

    /** What a name with a tag or digest means; a name with neither means nothing. */
    public Optional<ImageId> find(Reference reference) {
        return Optional.ofNullable(names.get(reference));
    }

    /** All names of an image, sorted. */
    public List<Reference> references(ImageId id) {
        return names.entrySet().stream()
                .filter(e -> e.getValue().equals(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All names, sorted. */
    public List<Reference> references() {
        return List.copyOf(names.keySet());
    }

    /** All tags and digests of one repository, sorted. */
    public List<Reference> references(Reference repository) {
        return names.keySet().stream().filter(r -> r.name().equals(repository.name())).toList();
    }

    /**
     * Makes a tag or digest mean an image, instead of what it meant before. Durable on return.
     *
     * @throws StorageException where the reference has neither tag nor digest
     */
    public void put(Reference reference, ImageId id) {
        putAll(Map.of(reference, id));
    }

    /** As {@link #put}, of several at once: after a crash all of them stand, or none. */
    public void putAll(Map<Reference, ImageId> references) {
        writing.lock();
        try {
            TreeMap<String, Map<String, String>> all = new TreeMap<>(stored.repositories());
            references.forEach(
                    (reference, id) -> {
                        Map<String, String> entries =
                                new TreeMap<>(all.getOrDefault(reference.familiarName(), Map.of()));
                        entries.put(keyOf(reference), id.toString());
                        all.put(reference.familiarName(), entries);
                    });
            if (!all.equals(stored.repositories())) {
                replace(all);
            }
        } finally {
            writing.unlock();
        }
    }

    private static String keyOf(Reference reference) {
        if (reference.isNameOnly()) {
            throw new StorageException("cannot name an image " + reference + " without a tag");
        }
        return reference.familiar();
    }

    private void replace(Map<String, Map<String, String>> all) {
        StoredRepositories changed = new StoredRepositories(all);
        RawJson member =
                RawJson.of(changed).as(JsonMembers.class).member(REPOSITORIES).orElseThrow();
        JsonMembers changedDocument = document.with(REPOSITORIES, member);
        try {
            root.replace(file, MODE, GoJson.write(changedDocument));
        } catch (RuntimeException e) {
            restore(e);
            throw e;
        }
        document = changedDocument;
        stored = changed;
        names = parse(changed);
    }

    /**
     * Whether a failed write has replaced the file or not is unknown: the old content goes back.
     */
    private void restore(RuntimeException because) {
        try {
            root.replace(file, MODE, GoJson.write(document));
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Forgets a tag or digest. Returns whether it was there. Durable on return. */
    public boolean remove(Reference reference) {
        writing.lock();
        try {
            TreeMap<String, Map<String, String>> all = new TreeMap<>(stored.repositories());
            Map<String, String> before = all.getOrDefault(reference.familiarName(), Map.of());
            Map<String, String> after = new TreeMap<>(before);
            after.remove(reference.familiar());
            if (after.equals(before)) {
                return false;
            }
            if (after.isEmpty()) {
                all.remove(reference.familiarName());
            } else {
                all.put(reference.familiarName(), after);
            }
            replace(all);
            return true;
        } finally {
            writing.unlock();
        }
    }
}
