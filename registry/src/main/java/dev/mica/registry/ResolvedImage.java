package dev.mica.registry;

import dev.mica.errno.ErrnoException;
import dev.mica.image.Descriptor;
import dev.mica.image.Digest;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageException;
import dev.mica.image.ImageManifest;
import dev.mica.image.Reference;
import dev.mica.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An image at a registry: its manifest is here and verified, its layers are there. Usable until its
 * repository is closed. Safe for use by many threads.
 */
public final class ResolvedImage {

    private final Reference reference;
    private final Digest digest;
    private final ImageManifest manifest;
    private final BlobSources sources;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ImageConfig config;

    ResolvedImage(Reference reference, Digest digest, ImageManifest manifest, BlobSources sources) {
        this.reference = reference;
        this.digest = digest;
        this.manifest = manifest;
        this.sources = sources;
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
        lock.lock(); // over I/O: the others would fetch the same
        try {
            ImageConfig known = config;
            if (known == null) {
                known = fetchConfig();
                config = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private ImageConfig fetchConfig() {
        Descriptor descriptor = manifest.config();
        if (descriptor.size() > Limits.CONFIG) {
            throw configError(
                    new RegistryException(
                            Kind.UNSUPPORTED,
                            "image config of "
                                    + descriptor.size()
                                    + " bytes: more than the "
                                    + Limits.CONFIG
                                    + " allowed"));
        }
        ImageConfig fetched;
        try {
            byte[] raw =
                    read(descriptor, "image config", BlobProgress.NONE, InputStream::readAllBytes);
            fetched = ImageConfig.parse(raw);
        } catch (RegistryException e) {
            throw configError(e);
        } catch (ImageException e) {
            throw new RegistryException(Kind.UNSUPPORTED, e.message(), e);
        } catch (IOException e) {
            throw new AssertionError("reading all bytes fails only as the stream does", e);
        }
        if (fetched.layers().size() != manifest.layers().size()) {
            throw new RegistryException(
                    Kind.UNEXPECTED,
                    "layers from manifest don't match image configuration: "
                            + manifest.layers().size()
                            + " layers in "
                            + manifest.digest()
                            + ", "
                            + fetched.layers().size()
                            + " in "
                            + descriptor.digest());
        }
        return fetched;
    }

    private static RegistryException configError(RegistryException e) {
        return new RegistryException(
                e.kind(), "error pulling image configuration: " + e.message(), e);
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
        return read(blob, "filesystem layer", progress, reader);
    }

    private <T> T read(Descriptor blob, String what, BlobProgress progress, BlobReader<T> reader)
            throws IOException {
        List<BlobSource> places = sources.of(blob);
        for (int from = 0; ; from++) {
            List<BlobSource> left = places.subList(from, places.size());
            try (BlobDownload download =
                    new BlobDownload(left, new BlobCheck(blob, what), progress, sources.limits())) {
                return verified(download, reader);
            } catch (RegistryException e) {
                if (e.kind() != Kind.CORRUPT || left.size() == 1) {
                    throw e;
                }
            }
        }
    }

    private static <T> T verified(BlobDownload download, BlobReader<T> reader) throws IOException {
        T made;
        try {
            made = reader.read(download);
        } catch (IOException | RuntimeException e) {
            RegistryException culprit = culprit(download, e);
            if (culprit == null) {
                throw e;
            }
            throw culprit;
        }
        download.finish();
        return made;
    }

    /**
     * Finds out whose fault a reader's failure is: it may have choked on bytes that are wrong.
     *
     * @return null when it is the reader's own
     */
    private static @Nullable RegistryException culprit(BlobDownload download, Exception failure) {
        RegistryException own = download.failure();
        if (own == null && !isOfDisk(failure)) {
            try {
                download.finish();
            } catch (RegistryException e) {
                own = e.kind() == Kind.CORRUPT ? e : null;
            }
        }
        if (own != null && failure.getCause() != own) {
            own.addSuppressed(failure);
        }
        return own;
    }

    /** Then the rest of the blob is not worth downloading. */
    private static boolean isOfDisk(Exception failure) {
        return failure instanceof ErrnoException || failure instanceof FileSystemException;
    }
}
