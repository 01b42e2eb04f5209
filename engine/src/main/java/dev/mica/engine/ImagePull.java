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
import dev.mica.storage.ImageStore;
import dev.mica.storage.LayerStaging;
import dev.mica.storage.LayerStore;
import dev.mica.storage.ReadOnlyLayer;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StagedLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
    private final ReentrantLock telling = new ReentrantLock();

    ImagePull(
            RegistryClient client,
            LayerStore layers,
            ImageStore images,
            ReferenceStore references) {
        this.client = client;
        this.layers = layers;
        this.images = images;
        this.references = references;
    }

    /** Pulls one tag or digest; returns the image. */
    ImageId pull(
            Reference name, Platform platform, Credentials credentials, ProgressSink progress) {
        try (RemoteRepository repository = client.repository(name, credentials)) {
            ResolvedImage remote = repository.resolve(name, platform);
            String shown = name.tag().orElseGet(() -> remote.digest().toString());
            tell(progress, ProgressMessage.status(shown, "Pulling from " + shownPath(name)));
            Optional<ImageId> before = references.find(name);
            ImageConfig config = remote.config();
            if (images.find(config.id()).isEmpty()) {
                fetch(remote, config, progress);
            }
            if (name.tag().isPresent()) {
                references.put(name, config.id());
            }
            references.put(name.nameOnly().withDigest(remote.digest()), config.id());
            tell(progress, ProgressMessage.status("", "Digest: " + remote.digest()));
            boolean same = before.equals(Optional.of(config.id()));
            tell(
                    progress,
                    ProgressMessage.status(
                            "",
                            (same
                                            ? "Status: Image is up to date for "
                                            : "Status: Downloaded newer image for ")
                                    + name.familiar()));
            return config.id();
        } catch (RegistryException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        places.acquireUninterruptibly();
        try {
            String shown = shortDigest(blob);
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
        };
    }

    private static String shortDigest(Descriptor blob) {
        Digest digest = blob.digest();
        return Ids.shorten(digest.toString());
    }
}
