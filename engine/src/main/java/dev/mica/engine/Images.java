package dev.mica.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with images. A {@code ref} is a name with a tag or digest, a whole id or an
 * unambiguous beginning of one; where it names nothing, every method throws {@code No such image:
 * REF}.
 */
public interface Images {

    /**
     * Lists images, newest first.
     *
     * @param all also those without a name that others were built on
     */
    List<ImageSummary> list(boolean all, Filters filters);

    /** All about one image. */
    ImageDetails inspect(String ref);

    /** The steps an image was made in, newest first. */
    List<HistoryStep> history(String ref);

    /** Gives an image one more name. */
    void tag(String ref, String repository, String tag);

    /**
     * Removes a name, and with its last name the image.
     *
     * @param force also where a stopped container uses it
     * @param noPrune whether nameless parents stay
     */
    List<RemovedImage> remove(String ref, boolean force, boolean noPrune);

    /**
     * Reads an archive and stores its images.
     *
     * @param quiet whether progress is left out
     */
    void load(InputStream archive, boolean quiet, ProgressSink progress);

    /** Writes an archive of images, each with its names. */
    void save(List<String> refs, OutputStream out);

    /** Makes an image of one layer out of a tar stream. */
    void importImage(ImportRequest request, InputStream tar, ProgressSink progress);

    /**
     * Makes an image out of a container.
     *
     * @return the new image's id, {@code sha256:…}
     */
    String commit(CommitRequest request);

    /** Fetches an image from a registry. */
    void pull(PullRequest request, ProgressSink progress);

    /** Removes images that nothing uses: nameless ones, or with {@code dangling=false} all. */
    ImagePruneReport prune(Filters filters);

    /**
     * Checks credentials with a registry.
     *
     * @return an identity token; empty where the registry gives none
     */
    Optional<String> login(RegistryAuth auth);
}
