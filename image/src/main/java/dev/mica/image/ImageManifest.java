package dev.mica.image;

import java.util.List;

/** The manifest of one image: Docker's schema 2, or OCI's. Immutable. */
public final class ImageManifest implements Manifest {

    private final byte[] raw;
    private final Digest digest;
    private final String mediaType;
    private final Descriptor config;
    private final List<Descriptor> layers;

    ImageManifest(byte[] raw, String mediaType, Descriptor config, List<Descriptor> layers) {
        this.raw = raw.clone();
        this.digest = Digest.of(raw);
        this.mediaType = mediaType;
        this.config = config;
        this.layers = List.copyOf(layers);
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

    /** Where the image's config is. */
    public Descriptor config() {
        return config;
    }

    /** Where the layers are, lowest first; compressed or not. */
    public List<Descriptor> layers() {
        return layers;
    }

    @Override
    public String toString() {
        return mediaType + ' ' + digest;
    }
}
