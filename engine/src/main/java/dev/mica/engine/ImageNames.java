package dev.mica.engine;

import dev.mica.image.AnyReference;
import dev.mica.image.ImageId;
import dev.mica.image.InvalidReferenceException;
import dev.mica.image.Reference;
import dev.mica.storage.ImageStore;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StoredImage;
import java.util.List;
import java.util.Optional;

/** Images by what people call them: a name, an id, the beginning of an id. Thread-safe. */
final class ImageNames {
    private final ImageStore images;
    private final ReferenceStore references;

    ImageNames(ImageStore images, ReferenceStore references) {
        this.images = images;
        this.references = references;
    }

    /**
     * The image of a name or an id.
     *
     * @throws EngineException 404 {@code No such image: REF}
     */
    StoredImage find(String ref) {
        return tryFind(ref)
                .orElseThrow(() -> EngineException.notFound("No such image: " + shown(ref)));
    }

    private static String shown(String ref) {
        try {
            return Reference.parse(ref).withDefaultTag().familiar();
        } catch (InvalidReferenceException e) {
            return ref;
        }
    }

    /** As {@link #find}; empty where there is none. */
    Optional<StoredImage> tryFind(String ref) {
        try {
            AnyReference any = Reference.parseAny(ref);
            Optional<StoredImage> found =
                    switch (any) {
                        case AnyReference.ById id -> images.find(new ImageId(id.digest()));
                        case Reference name ->
                                references.find(name.withDefaultTag()).flatMap(images::find);
                    };
            if (found.isPresent()) {
                return found;
            }
        } catch (InvalidReferenceException e) {
            if (!isIdPrefix(ref)) {
                throw EngineException.invalid(String.valueOf(e.getMessage()));
            }
        }
        return isIdPrefix(ref) ? images.search(ref) : Optional.empty();
    }

    private static boolean isIdPrefix(String ref) {
        return ref.matches("(sha256:)?[0-9a-f]{1,64}");
    }

    /** Whether a reference is an image's id, or its beginning. */
    static boolean byId(String ref, ImageId id) {
        String bare = ref.startsWith("sha256:") ? ref.substring(7) : ref;
        return isIdPrefix(ref) && id.toString().substring(7).startsWith(bare);
    }

    /** Whether a name is not one by digest, which a pull notes. */
    static boolean isTag(Reference name) {
        return name.digest().isEmpty();
    }

    /** Those of an image's names that are tags, as a person writes them. */
    List<String> tags(ImageId id) {
        return tags(references.references(id));
    }

    static List<String> tags(List<Reference> names) {
        return names.stream().filter(n -> n.digest().isEmpty()).map(Reference::familiar).toList();
    }

    static List<String> digests(List<Reference> names) {
        return names.stream().filter(n -> n.digest().isPresent()).map(Reference::familiar).toList();
    }

    /**
     * The name that a client gives to an image.
     *
     * @throws EngineException where it cannot be one
     */
    static Reference newName(String repository, String tag) {
        try {
            Reference name = Reference.parse(repository);
            if (name.digest().isPresent()) {
                throw EngineException.invalid("refusing to create a tag with a digest reference");
            }
            return tag.isEmpty() ? name.withDefaultTag() : name.nameOnly().withTag(tag);
        } catch (InvalidReferenceException e) {
            throw EngineException.system(String.valueOf(e.getMessage()));
        }
    }

    /** As {@link #newName}; empty where the client gives none. */
    static Optional<Reference> optionalName(String repository, String tag) {
        return repository.isEmpty() ? Optional.empty() : Optional.of(newName(repository, tag));
    }
}
