package dev.mica.registry;

import dev.mica.image.Descriptor;
import dev.mica.image.Digest;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageManifest;
import dev.mica.image.Reference;
import java.io.IOException;
import java.util.List;

/**
 * An image at a registry: its manifest is here and verified, its layers are there. Usable until its
 * repository is closed. Safe for use by many threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ResolvedImage {

    private final Reference reference;
    private final Digest digest;
    private final ImageManifest manifest;

    ResolvedImage(Reference reference, Digest digest, ImageManifest manifest) {
        this.reference = reference;
        this.digest = digest;
        this.manifest = manifest;
    }

    /** What was asked for. */
    public Reference reference() {
        return reference;
    }

    /**
     * What the reference points at: the digest of the manifest, or of the list that it was chosen
     * from. Docker shows this one, and keeps it as {@code RepoDigests}.
     */
    public Digest digest() {
        return digest;
    }

    /** The manifest of the one image. */
    public ImageManifest manifest() {
        return manifest;
    }

    /** The layers, lowest first; each is a tar, plain or compressed by gzip or zstd. */
    public List<Descriptor> layers() {
        return manifest.layers();
    }

    /**
     * The image's config, fetched at the first call. Its digest is the image's id: who has that
     * image already need not ask.
     *
     * @throws RegistryException when it cannot be had, is not what the manifest says, or does not
     *     fit the layers
     */
    public ImageConfig config() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Reads a blob of this image from the registry while it arrives. A download that breaks goes on
     * from where it broke; where the image came from a mirror that does not have the blob, or not
     * the right one, the next mirror and then the registry itself are asked.
     *
     * @param blob one of {@link #layers()}
     * @param progress told of the bytes
     * @param reader makes something of the bytes; returns before anything is known about them
     * @return what the reader made, now that the bytes are known to have the digest and size that
     *     {@code blob} says
     * @throws RegistryException when they do not ({@link RegistryException.Kind#CORRUPT}, naming
     *     both values), or cannot be had; a reader's own failure over bytes that turn out wrong is
     *     suppressed in it
     * @throws IOException what the reader threw over bytes that are right
     */
    public <T> T read(Descriptor blob, BlobProgress progress, BlobReader<T> reader)
            throws IOException {
        throw new UnsupportedOperationException("not yet");
    }
}
