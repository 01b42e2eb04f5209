package dev.mica.registry;

import dev.mica.image.Digest;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import java.util.List;
import java.util.Optional;

/**
 * A repository at a registry, or at its mirrors: each is tried in turn, and the last one's error is
 * the one told. Holds connections until closed; pulling all of an image, or several, through one
 * repository logs in once. Safe for use by many threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class RemoteRepository implements AutoCloseable {

    RemoteRepository() {}

    /**
     * What a tag points at now, at the price of a request without a body, which Docker Hub does not
     * count as a pull. Who has an image of this digest already need not {@link #resolve}.
     *
     * @return empty when the registry does not say
     * @throws RegistryException when there is no such image
     */
    public Optional<Digest> digest(Reference reference) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Finds the image that a tag or a digest means, choosing by platform where there are several.
     *
     * @param reference with a tag, a digest, or both; then the digest counts
     * @param platform what to choose from a list; an image that is no list is returned whatever it
     *     is for
     * @throws RegistryException when there is none: with Docker's words, such as {@code manifest
     *     for X not found: manifest unknown: manifest unknown}
     */
    public ResolvedImage resolve(Reference reference, Platform platform) {
        throw new UnsupportedOperationException("not yet");
    }

    /** All tags of this repository, in the registry's order. */
    public List<String> tags() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Closes the connections; whoever still reads from one gets an error. */
    @Override
    public void close() {}
}
