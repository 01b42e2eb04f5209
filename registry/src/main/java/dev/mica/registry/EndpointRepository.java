package dev.mica.registry;

import dev.mica.image.Descriptor;
import dev.mica.image.Digest;
import dev.mica.image.ImageException;
import dev.mica.image.InvalidDigestException;
import dev.mica.image.Manifest;
import dev.mica.image.MediaTypes;
import dev.mica.image.Reference;
import dev.mica.registry.RegistryException.Kind;
import java.util.List;
import java.util.Optional;

/** A repository at one endpoint: the requests of the distribution specification. */
final class EndpointRepository {

    private static final String ACCEPT =
            String.join(
                    ", ",
                    MediaTypes.DOCKER_MANIFEST,
                    MediaTypes.DOCKER_MANIFEST_LIST,
                    MediaTypes.OCI_MANIFEST,
                    MediaTypes.OCI_INDEX,
                    "application/json;q=0.5");

    private final Session session;
    private final Reference name;

    EndpointRepository(Session session, Reference name) {
        this.session = session;
        this.name = name;
    }

    Session session() {
        return session;
    }

    private String scope() {
        return "repository:" + name.path() + ":pull";
    }

    private Request get(String path) {
        return Request.get(session.endpoint().at(name.path() + path), session.deadline());
    }

    private Request manifestRequest(Reference reference) {
        String which =
                reference
                        .digest()
                        .map(Digest::toString)
                        .or(reference::tag)
                        .orElse(Reference.DEFAULT_TAG);
        return get("/manifests/" + which).with("Accept", ACCEPT);
    }

    /** What a reference points at; empty when the registry does not say without the manifest. */
    Optional<Digest> digest(Reference reference) {
        try (Reply reply = session.send(manifestRequest(reference).head(), scope())) {
            return reply.isOk()
                    ? reply.header("Docker-Content-Digest").flatMap(this::parse)
                    : none();
        }
    }

    private static Optional<Digest> none() {
        return Optional.empty();
    }

    private Optional<Digest> parse(String digest) {
        try {
            return Optional.of(Digest.parse(digest));
        } catch (InvalidDigestException e) {
            return Optional.empty();
        }
    }

    /**
     * Fetches the manifest that a reference points at.
     *
     * @throws RegistryException also when its digest is not what the reference, or the registry
     *     itself, says
     */
    Manifest manifest(Reference reference) {
        Request request = manifestRequest(reference);
        if (reference.digest().isPresent()) {
            request = request.forVerifiable();
        }
        try (Reply reply = session.send(request, scope())) {
            if (!reply.isOk()) {
                throw translate(ErrorAnswer.read(reply), reference);
            }
            byte[] raw = reply.bytes(Manifest.MAX_SIZE, "manifest");
            verify(raw, reference, reply);
            return Manifest.parse(raw, reply.header("Content-Type").orElse(""));
        } catch (ImageException e) {
            throw new RegistryException(Kind.UNSUPPORTED, request + ": " + e.message(), e);
        }
    }

    private void verify(byte[] raw, Reference reference, Reply reply) {
        Optional<Digest> wanted = reference.digest();
        if (wanted.isPresent() && !wanted.get().matches(raw)) {
            throw new RegistryException(
                    Kind.CORRUPT,
                    "manifest verification failed for digest "
                            + wanted.get()
                            + ": the registry sent bytes of "
                            + Digest.of(raw));
        }
        String header = reply.header("Docker-Content-Digest").orElse("");
        if (header.isEmpty()) {
            return;
        }
        Optional<Digest> called = parse(header);
        if (called.isEmpty() || !called.get().matches(raw)) {
            throw new RegistryException(
                    Kind.CORRUPT,
                    "manifest verification failed for "
                            + reference.familiar()
                            + ": the registry calls it "
                            + header
                            + ", and sent bytes of "
                            + Digest.of(raw));
        }
    }

    /** Docker's words for an image that is not there. */
    static RegistryException translate(ErrorAnswer answer, Reference reference) {
        return answer.toException(
                switch (answer.code()) {
                    case ErrorAnswer.DENIED ->
                            "pull access denied for "
                                    + reference.familiarName()
                                    + ", repository does not exist or may require 'docker login'";
                    case ErrorAnswer.MANIFEST_UNKNOWN ->
                            "manifest for " + reference.familiar() + " not found";
                    case ErrorAnswer.NAME_UNKNOWN ->
                            "repository " + reference.familiarName() + " not found";
                    default -> "";
                });
    }

    /** All tags, page by page. */
    List<String> tags() {
        return new TagPages(session, name, scope()).all();
    }

    /** A source of a blob. */
    BlobSource blob(Descriptor blob) {
        return offset -> {
            Request request =
                    Request.get(
                                    session.endpoint().at(name.path() + "/blobs/" + blob.digest()),
                                    Deadline.NONE)
                            .forVerifiable();
            return session.send(
                    offset == 0 ? request : request.with("Range", "bytes=" + offset + '-'),
                    scope());
        };
    }
}
