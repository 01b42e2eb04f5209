package dev.mica.registry;

import dev.mica.image.Descriptor;
import dev.mica.image.Digest;
import dev.mica.image.ImageManifest;
import dev.mica.image.Manifest;
import dev.mica.image.ManifestIndex;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.registry.RegistryException.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A repository at a registry, or at its mirrors: each is tried in turn, and the last one's error is
 * the one told. Holds connections until closed; pulling all of an image, or several, through one
 * repository logs in once. Safe for use by many threads.
 */
public final class RemoteRepository implements AutoCloseable {

    /** How deep a list may be nested in lists. */
    private static final int DEPTH = 4;

    private final Reference name;
    private final Sessions sessions;

    RemoteRepository(Reference name, Sessions sessions) {
        this.name = name.nameOnly();
        this.sessions = sessions;
    }

    /**
     * What a tag points at now, at the price of a request without a body, which Docker Hub does not
     * count as a pull. Who has an image of this digest already need not {@link #resolve}.
     *
     * @return empty when the registry does not say, be it that there is no such image
     * @throws RegistryException when no registry can be reached
     */
    public Optional<Digest> digest(Reference reference) {
        return sessions.first((session, rest) -> at(session).digest(reference));
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
        return sessions.first((session, rest) -> resolve(session, rest, reference, platform));
    }

    private ResolvedImage resolve(
            Session session, List<Session> rest, Reference reference, Platform platform) {
        EndpointRepository repository = at(session);
        Manifest manifest = repository.manifest(reference);
        Digest digest = reference.digest().orElse(manifest.digest());
        for (int depth = 0; manifest instanceof ManifestIndex list; depth++) {
            if (depth == DEPTH) {
                throw new RegistryException(
                        Kind.UNSUPPORTED,
                        reference.familiar() + ": lists of manifests nested too deeply");
            }
            manifest = member(repository, list, platform);
        }
        ImageManifest image = (ImageManifest) manifest;
        ImageKinds.requireImage(image);
        return new ResolvedImage(
                reference, digest, image, new BlobSources(at(session), rest, name));
    }

    private Manifest member(EndpointRepository repository, ManifestIndex list, Platform platform) {
        Descriptor member =
                list.select(platform)
                        .or(() -> only(list))
                        .orElseThrow(
                                () ->
                                        new RegistryException(
                                                Kind.UNSUPPORTED,
                                                "no matching manifest for "
                                                        + platform
                                                        + " in the manifest list entries"));
        Manifest manifest = repository.manifest(name.withDigest(member.digest()));
        int length = manifest.raw().length;
        if (length != member.size()) {
            throw new RegistryException(
                    Kind.CORRUPT,
                    "manifest verification failed for digest "
                            + member.digest()
                            + ": it has "
                            + length
                            + " bytes, the list says "
                            + member.size());
        }
        return manifest;
    }

    /** The one image of a list that does not say what it is for. */
    private static Optional<Descriptor> only(ManifestIndex list) {
        List<Descriptor> images =
                list.manifests().stream().filter(m -> !m.isAttestation()).toList();
        return images.size() == 1 && images.getFirst().platform().isEmpty()
                ? Optional.of(images.getFirst())
                : Optional.empty();
    }

    /** All tags of this repository, in the registry's order. */
    public List<String> tags() {
        return sessions.first((session, rest) -> at(session).tags());
    }

    private EndpointRepository at(Session session) {
        return new EndpointRepository(session, name);
    }

    /** Closes the connections; whoever still reads from one gets an error. */
    @Override
    public void close() {
        sessions.close();
    }
}
