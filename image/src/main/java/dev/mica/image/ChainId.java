package dev.mica.image;

import java.util.List;

/**
 * Names a layer together with all layers below it (OCI image specification, "Layer ChainID"): the
 * lowest layer's is its DiffId, every other one's the digest of {@code parent's ChainId, a space,
 * DiffId}. It is what {@code layerdb} files layers under, so that two images share equal layers
 * only on equal ground.
 *
 * @param digest the digest itself
 */
public record ChainId(Digest digest) {

    /**
     * Parses {@code sha256:hex}.
     *
     * @throws InvalidDigestException when the text is no digest
     */
    public static ChainId parse(String text) {
        return new ChainId(Digest.parse(text));
    }

    /** The ChainId of a layer without a parent. */
    public static ChainId of(DiffId base) {
        return new ChainId(base.digest());
    }

    /**
     * The ChainId of the topmost of these layers.
     *
     * @param layers lowest first, at least one
     */
    public static ChainId of(List<DiffId> layers) {
        ChainId chain = of(layers.getFirst());
        for (DiffId layer : layers.subList(1, layers.size())) {
            chain = chain.child(layer);
        }
        return chain;
    }

    /** The ChainId of a layer put on top of this chain. */
    public ChainId child(DiffId layer) {
        return new ChainId(Digest.of(digest + " " + layer.digest()));
    }

    /** {@code sha256:hex}. */
    @Override
    public String toString() {
        return digest.toString();
    }
}
