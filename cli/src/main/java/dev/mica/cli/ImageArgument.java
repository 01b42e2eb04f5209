package dev.mica.cli;

import dev.mica.image.InvalidReferenceException;
import dev.mica.image.Reference;

/**
 * An image's name on the command line, as the API takes it.
 *
 * @param repository in its whole form, {@code docker.io/library/alpine}
 * @param tag the tag, or a digest, or nothing
 */
record ImageArgument(String repository, String tag) {

    /**
     * A name to give or to pull; without a tag its tag is empty.
     *
     * @throws CommandException when it is no name of an image
     */
    static ImageArgument of(String text) {
        Reference reference = parse(text);
        String tag =
                reference
                        .digest()
                        .map(Object::toString)
                        .orElseGet(() -> reference.tag().orElse(""));
        return new ImageArgument(reference.name(), tag);
    }

    /** A name to give: without a tag it is {@code latest}, a digest is refused. */
    static ImageArgument tagged(String text) {
        Reference reference = parse(text);
        if (reference.digest().isPresent()) {
            throw new CommandException("refusing to create a tag with a digest reference", 1);
        }
        return new ImageArgument(reference.name(), reference.tag().orElse(Reference.DEFAULT_TAG));
    }

    /** The name itself. */
    static Reference parse(String text) {
        try {
            return Reference.parse(text);
        } catch (InvalidReferenceException e) {
            throw new CommandException(
                    "\"" + text + "\" is not a valid repository/tag: " + e.getMessage(), 1, e);
        }
    }
}
