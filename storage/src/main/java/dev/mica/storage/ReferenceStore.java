package dev.mica.storage;

import dev.mica.image.ImageId;
import dev.mica.image.Reference;
import java.util.List;
import java.util.Optional;

/** The names of images, {@code repositories.json} (signatures; the contract follows). */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class ReferenceStore {

    private ReferenceStore() {}

    /** Reads what is on disk. */
    public static ReferenceStore open(DataRoot root, String driverName) {
        throw new UnsupportedOperationException();
    }

    /** What a name with a tag or digest means. */
    public Optional<ImageId> find(Reference reference) {
        throw new UnsupportedOperationException();
    }

    /** All names of an image, sorted. */
    public List<Reference> references(ImageId id) {
        throw new UnsupportedOperationException();
    }

    /** All names, sorted. */
    public List<Reference> references() {
        throw new UnsupportedOperationException();
    }

    /** All tags and digests of one repository, sorted. */
    public List<Reference> references(Reference repository) {
        throw new UnsupportedOperationException();
    }

    /** Makes a tag or digest mean an image, instead of what it meant. Durable on return. */
    public void put(Reference reference, ImageId id) {
        throw new UnsupportedOperationException();
    }

    /** Forgets a tag or digest; whether it was there. Durable on return. */
    public boolean remove(Reference reference) {
        throw new UnsupportedOperationException();
    }
}
