package dev.mica.engine;

import dev.mica.archive.Compression;
import dev.mica.image.ChainId;
import dev.mica.image.Descriptor;
import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageId;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.registry.BlobProgress;
import dev.mica.registry.Credentials;
import dev.mica.registry.RegistryClient;
import dev.mica.registry.RegistryException;
import dev.mica.registry.RemoteRepository;
import dev.mica.registry.ResolvedImage;
import dev.mica.storage.DistributionStore;
import dev.mica.storage.DistributionStore.BlobSource;
import dev.mica.storage.ImageStore;
import dev.mica.storage.LayerStaging;
import dev.mica.storage.LayerStore;
import dev.mica.storage.ReadOnlyLayer;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StagedLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings an image from a registry: layers unpack while they download, three at a time; nothing is
 * filed before each layer's digest is what the image's config says, and the name comes last.
 */
final class ImagePull {
    private static final int AT_ONCE = 3;
    private static final long TELL_NANOS = 100_000_000L;

    private final RegistryClient client;
    private final LayerStore layers;
    private final ImageStore images;
    private final ReferenceStore references;
    private final DistributionStore books;
    private final ReentrantLock telling = new ReentrantLock();

    ImagePull(
            RegistryClient client,
            LayerStore layers,
            ImageStore images,
            ReferenceStore references,
            DistributionStore books) {
        this.client = client;
        this.layers = layers;
        this.images = images;
        this.references = references;
        this.books = books;
    }

    /**
     * Pulls one tag or digest, or all tags where the name has neither.
     *
     * @return what was pulled, in the registry's order
     */
    Map<Reference, ImageId> pull(
            Reference name, Platform platform, Credentials credentials, ProgressSink progress) {
        try (RemoteRepository repository = client.repository(name, credentials)) {
            List<Reference> wanted =
                    name.isNameOnly()
                            ? repository.tags().stream().map(name::withTag).toList()
                            : List.of(name);
            Map<Reference, ImageId> pulled = new LinkedHashMap<>();
            boolean newer = false;
            for (Reference one : wanted) {
                Optional<ImageId> before = references.find(one);
                ImageId id = one(repository, one, platform, progress);
                newer |= !before.equals(Optional.of(id));
                pulled.put(one, id);
            }
            String outcome = newer ? "Downloaded newer image for " : "Image is up to date for ";
            tell(progress, ProgressMessage.status("", "Status: " + outcome + name.familiar()));
            return pulled;
        } catch (RegistryException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImageId one(
            RemoteRepository repository, Reference name, Platform platform, ProgressSink progress)
            throws IOException {
        ResolvedImage remote = repository.resolve(name, platform);
        String shown = name.tag().orElseGet(() -> remote.digest().toString());
        tell(progress, ProgressMessage.status(shown, "Pulling from " + shownPath(name)));
        ImageId id = new ImageId(remote.manifest().config().digest());
        if (images.find(id).isEmpty()) {
            fetch(remote, remote.config(), progress);
        }
        tell(progress, ProgressMessage.status("", "Digest: " + remote.digest()));
        Map<Reference, ImageId> names = new LinkedHashMap<>();
        names.put(name.nameOnly().withDigest(remote.digest()), id);
        if (name.tag().isPresent()) {
            names.put(name, id);
        }
        references.putAll(names);
        return id;
    }

    private static String shownPath(Reference name) {
        String full = name.name();
        return full.substring(full.indexOf('/') + 1);
    }

    static EngineException refused(RegistryException e) {
        EngineException.Kind kind =
                switch (e.kind()) {
                    case INVALID -> EngineException.Kind.INVALID;
                    case NOT_FOUND -> EngineException.Kind.NOT_FOUND;
                    default -> EngineException.Kind.SYSTEM;
                };
        return new EngineException(kind, String.valueOf(e.getMessage()), e);
    }

    private void tell(ProgressSink progress, ProgressMessage message) {
        telling.lock();
        try {
            progress.accept(message);
        } finally {
            telling.unlock();
        }
    }

    private void fetch(ResolvedImage remote, ImageConfig config, ProgressSink progress)
            throws IOException {
        List<DiffId> diffIds = config.layers();
        List<Descriptor> blobs = remote.layers();
        int present = 0;
        Optional<ChainId> below = Optional.empty();
        for (DiffId diff : diffIds) {
            ChainId chain =
                    below.map(c -> c.child(diff)).orElseGet(() -> ChainId.of(List.of(diff)));
            if (!layers.contains(chain)) {
                break;
            }
            tell(progress, ProgressMessage.step(shortDigest(blobs.get(present)), "Already exists"));
            below = Optional.of(chain);
            present++;
        }
        try (LayerStaging staging = layers.stage()) {
            List<StagedLayer> staged = download(remote, diffIds, blobs, present, staging, progress);
            if (staged.isEmpty()) {
                images.create(config);
                return;
            }
            ReadOnlyLayer top = staging.commit(below, staged);
            try {
                images.create(config);
                String from = remote.reference().name();
                for (int i = present; i < blobs.size(); i++) {
                    String digest = blobs.get(i).digest().toString();
                    books.put(diffIds.get(i), new BlobSource(digest, from, ""));
                }
            } finally {
                layers.release(top);
            }
        }
    }

    private List<StagedLayer> download(
            ResolvedImage remote,
            List<DiffId> diffIds,
            List<Descriptor> blobs,
            int from,
            LayerStaging staging,
            ProgressSink progress)
            throws IOException {
        Semaphore places = new Semaphore(AT_ONCE);
        List<CompletableFuture<StagedLayer>> all = new ArrayList<>();
        for (int i = from; i < blobs.size(); i++) {
            Descriptor blob = blobs.get(i);
            DiffId wanted = diffIds.get(i);
            tell(progress, ProgressMessage.step(shortDigest(blob), "Pulling fs layer"));
            all.add(
                    CompletableFuture.supplyAsync(
                            () -> layer(remote, blob, wanted, staging, places, progress),
                            task -> Thread.ofPlatform().name("pull").start(task)));
        }
        List<StagedLayer> staged = new ArrayList<>();
        @Nullable Throwable failure = null;
        for (CompletableFuture<StagedLayer> one : all) {
            try {
                staged.add(one.join());
            } catch (CompletionException e) {
                failure = failure == null ? e.getCause() : failure;
            }
        }
        if (failure instanceof UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return staged;
    }

    private StagedLayer layer(
            ResolvedImage remote,
            Descriptor blob,
            DiffId wanted,
            LayerStaging staging,
            Semaphore places,
            ProgressSink progress) {
        String shown = shortDigest(blob);
        if (!places.tryAcquire()) {
            tell(progress, ProgressMessage.step(shown, "Waiting"));
            places.acquireUninterruptibly();
        }
        try {
            StagedLayer staged =
                    remote.read(
                            blob,
                            telling(shown, progress),
                            in -> staging.unpack(Compression.decompress(in)));
            if (!staged.diffId().equals(wanted)) {
                throw EngineException.system(
                        "layer "
                                + blob.digest()
                                + " unpacks to "
                                + staged.diffId()
                                + ", but the image's config says "
                                + wanted);
            }
            tell(progress, ProgressMessage.step(shown, "Download complete"));
            tell(progress, ProgressMessage.progress(shown, "Extracting", blob.size(), blob.size()));
            tell(progress, ProgressMessage.step(shown, "Pull complete"));
            return staged;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            places.release();
        }
    }

    private BlobProgress telling(String shown, ProgressSink progress) {
        long[] last = {0};
        return (received, size) -> {
            long now = System.nanoTime();
            if (now - last[0] > TELL_NANOS || received == size) {
                last[0] = now;
                tell(progress, ProgressMessage.progress(shown, "Downloading", received, size));
            }
            if (received == size) {
                tell(progress, ProgressMessage.step(shown, "Verifying Checksum"));
            }
        };
    }

    private static String shortDigest(Descriptor blob) {
        Digest digest = blob.digest();
        return Ids.shorten(digest.toString());
    }
}
