package dev.mica.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Points at a blob (OCI image specification, "Content Descriptors").
 *
 * @param mediaType of the blob; empty where not given
 * @param digest of its bytes
 * @param size in bytes
 * @param urls where else it can be fetched
 * @param annotations metadata
 * @param platformOrNull see {@link #platform()}
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        List<String> urls,
        Map<String, String> annotations,
        @Nullable Platform platformOrNull) {

    /**
     * Set by BuildKit on what describes another manifest of the same index, such as its provenance.
     */
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";

    /** What the image that it points at runs on. */
    public Optional<Platform> platform() {
        return Optional.ofNullable(platformOrNull);
    }

    /** Whether it points at something other than an image: an attestation. */
    public boolean isAttestation() {
        return annotations.containsKey(REFERENCE_TYPE);
    }

    /**
     * Whether the blob is not in the registry but at its {@link #urls()}: base layers of Windows.
     */
    public boolean isForeign() {
        return mediaType.equals(MediaTypes.DOCKER_FOREIGN_LAYER)
                || mediaType.contains(".nondistributable.");
    }
}
