package dev.mica.storage;

import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import dev.mica.image.InvalidDigestException;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.linux.AtomicFile;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What pulling learned: which blob of a registry holds which layer, in Docker's {@code
 * image/<driver>/distribution}. With it a layer that is there is not fetched again.
 *
 * <p>It can all be learned again, so nothing here is synced; a file that a power cut left empty is
 * taken for none. Thread-safe.
 */
public final class DistributionStore {
    /** As many sources of a layer as Docker keeps. */
    private static final int MAX_SOURCES = 50;

    private static final String DIFF_IDS = "diffid-by-digest";
    private static final String SOURCES = "v2metadata-by-diffid";

    private final DataRoot root;
    private final Linux linux;
    private final String name;
    private final Path path;
    private final ReentrantLock lock = new ReentrantLock();

    private DistributionStore(DataRoot root, String driverName) {
        this.root = root;
        this.linux = root.linux();
        this.name = "image/" + driverName + "/distribution";
        root.imageDirectory(driverName);
        this.path = root.directory(name, 0700);
    }

    /** Opens the books of a driver's images. */
    public static DistributionStore open(DataRoot root, String driverName) {
        return new DistributionStore(root, driverName);
    }

    /** The layer that a compressed blob holds, where it was pulled before. */
    public Optional<DiffId> diffId(Digest blob) {
        try {
            return read(DIFF_IDS, blob)
                    .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip())
                    .map(DiffId::parse);
        } catch (InvalidDigestException e) {
            return Optional.empty();
        }
    }

    /** Where a layer was pulled from or pushed to, newest last. */
    public List<BlobSource> sources(DiffId layer) {
        Optional<byte[]> json = read(SOURCES, layer.digest());
        if (json.isEmpty()) {
            return List.of();
        }
        try {
            return GoJson.readList(json.get(), BlobSource.class);
        } catch (MalformedJsonException e) {
            return List.of();
        }
    }

    /** Records that a repository's blob holds a layer. */
    public void put(DiffId layer, BlobSource source) {
        lock.lock();
        try {
            List<BlobSource> sources = new ArrayList<>(sources(layer));
            sources.removeIf(known -> known.isSameBlob(source));
            sources.add(source);
            if (sources.size() > MAX_SOURCES) {
                sources.removeFirst();
            }
            write(SOURCES, layer.digest(), GoJson.write(sources));
            write(
                    DIFF_IDS,
                    Digest.parse(source.digest()),
                    layer.toString().getBytes(StandardCharsets.US_ASCII));
        } finally {
            lock.unlock();
        }
    }

    private Optional<byte[]> read(String kind, Digest digest) {
        Path file = path.resolve(kind).resolve(digest.algorithm().label()).resolve(digest.hex());
        try {
            return Optional.of(Files.readAllBytes(file)).filter(bytes -> bytes.length > 0);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String kind, Digest digest, byte[] content) {
        root.directory(name + "/" + kind, 0755);
        Path below = root.directory(name + "/" + kind + "/" + digest.algorithm().label(), 0755);
        try (Directory directory = Directory.open(linux, below.toString())) {
            AtomicFile.writeUnsynced(directory, digest.hex(), content, 0644);
        }
    }

    /**
     * A blob in a repository.
     *
     * @param digest of the compressed blob
     * @param repository such as {@code docker.io/library/busybox}
     * @param hmac Docker's mark of the credentials it was fetched with; empty when there is none
     */
    @Json
    public record BlobSource(
            @Json.Property("Digest") String digest,
            @Json.Property("SourceRepository") String repository,
            @Json.Property("HMAC") String hmac) {

        boolean isSameBlob(BlobSource other) {
            return digest.equals(other.digest) && repository.equals(other.repository);
        }
    }
}
