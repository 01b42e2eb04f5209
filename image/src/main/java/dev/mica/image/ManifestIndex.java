package dev.mica.image;

import java.util.List;
import java.util.Optional;

/** A list of manifests, one a platform: Docker's manifest list, or OCI's index. Immutable. */
public final class ManifestIndex implements Manifest {

    private final byte[] raw;
    private final Digest digest;
    private final String mediaType;
    private final List<Descriptor> manifests;

    ManifestIndex(byte[] raw, String mediaType, List<Descriptor> manifests) {
        this.raw = raw.clone();
        this.digest = Digest.of(raw);
        this.mediaType = mediaType;
        this.manifests = List.copyOf(manifests);
    }

    @Override
    public byte[] raw() {
        return raw.clone();
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    /** All entries, in order; some may be indexes themselves, or attestations. */
    public List<Descriptor> manifests() {
        return manifests;
    }

    /**
     * The entry that runs best on a platform: for each of {@link Platform#fallbacks()} in turn, the
     * first entry of that platform.
     */
    public Optional<Descriptor> select(Platform platform) {
        return best(manifests, platform);
    }

    static Optional<Descriptor> best(List<Descriptor> manifests, Platform platform) {
        for (Platform wanted : platform.fallbacks()) {
            for (Descriptor manifest : manifests) {
                if (!manifest.isAttestation() && wanted.equals(manifest.platformOrNull())) {
                    return Optional.of(manifest);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return mediaType + ' ' + digest;
    }
}
