package dev.mica.storage;

import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What pulling learned: which blob of a registry holds which layer ({@code distribution/};
 * signatures, the contract follows with the code).
 */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class DistributionStore {

    private DistributionStore() {}

    /** Opens the books of a driver's images. */
    public static DistributionStore open(DataRoot root, String driverName) {
        throw new UnsupportedOperationException();
    }

    /** The layer a compressed blob holds, where it was pulled before. */
    public Optional<DiffId> diffId(Digest blob) {
        throw new UnsupportedOperationException();
    }

    /** Where a layer was pulled from, newest last. */
    public List<BlobSource> sources(DiffId layer) {
        throw new UnsupportedOperationException();
    }

    /** Records that a repository's blob holds a layer. */
    public void put(DiffId layer, BlobSource source) {
        throw new UnsupportedOperationException();
    }

    /** Forgets all about a layer, when it is removed. */
    public void remove(DiffId layer) {
        throw new UnsupportedOperationException();
    }

    /**
     * A blob in a repository.
     *
     * @param digest of the compressed blob
     * @param repository such as {@code docker.io/library/busybox}
     */
    public record BlobSource(Digest digest, String repository) {}
}
