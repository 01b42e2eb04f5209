package dev.mica.engine;

import dev.mica.image.Digest;
import dev.mica.image.ImageId;
import dev.mica.image.InvalidDigestException;
import dev.mica.image.InvalidReferenceException;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.image.json.GoJson;
import dev.mica.registry.Credentials;
import dev.mica.registry.RegistryClient;
import dev.mica.registry.RegistryException;
import dev.mica.storage.DistributionStore;
import dev.mica.storage.ImageStore;
import dev.mica.storage.LayerStore;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StoredImage;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Images on the stores of the data-root. Thread-safe. */
final class LocalImages implements Images {
    private final LayerStore layers;
    private final ImageStore images;
    private final ReferenceStore references;
    private final DistributionStore books;
    private final Supplier<RegistryClient> registry;
    private final Clock clock;
    private final ReentrantLock changing = new ReentrantLock();
    private final ImageNames names;
    private final ImageViews views;
    private final ImageEvents events;
    private final ImageRemoval removal;
    private final ImageArchives archives;
    private final ImageMaking making;

    LocalImages(
            LayerStore layers,
            ImageStore images,
            ReferenceStore references,
            DistributionStore books,
            EventLog log,
            ImageUsers users,
            Supplier<RegistryClient> registry,
            Clock clock) {
        this.layers = layers;
        this.images = images;
        this.references = references;
        this.books = books;
        this.registry = registry;
        this.clock = clock;
        this.names = new ImageNames(images, references);
        this.views = new ImageViews(layers, images, references, names);
        this.events = new ImageEvents(images, log);
        this.removal =
                new ImageRemoval(images, references, names, views, events, users, changing, clock);
        this.archives = new ImageArchives(layers, images, references, names, events);
        this.making = new ImageMaking(layers, images, references, events, users, clock);
    }

    /**
     * The image of a name or an id.
     *
     * @throws EngineException 404 {@code No such image: REF}
     */
    StoredImage find(String ref) {
        return names.find(ref);
    }

    @Override
    public List<ImageSummary> list(boolean all, Filters filters) {
        return views.list(all, filters);
    }

    @Override
    public ImageDetails inspect(String ref) {
        return views.inspect(ref);
    }

    @Override
    public List<HistoryStep> history(String ref) {
        return views.history(ref);
    }

    @Override
    public void tag(String ref, String repository, String tag) {
        changing.lock();
        try {
            ImageId id = names.find(ref).id();
            Reference name = ImageNames.newName(repository, tag);
            references.put(name, id);
            images.setLastUpdated(id, clock.instant());
            events.publish("tag", id, name.familiar());
        } finally {
            changing.unlock();
        }
    }

    @Override
    public List<RemovedImage> remove(String ref, boolean force, boolean noPrune) {
        return removal.remove(ref, force, noPrune);
    }

    @Override
    public ImagePruneReport prune(Filters filters) {
        return removal.prune(filters);
    }

    @Override
    public void load(InputStream archive, boolean quiet, ProgressSink progress) {
        archives.load(archive, quiet, progress);
    }

    @Override
    public void save(List<String> refs, OutputStream out) {
        archives.save(refs, out);
    }

    @Override
    public void importImage(ImportRequest request, InputStream tar, ProgressSink progress) {
        making.importImage(request, tar, progress);
    }

    @Override
    public String commit(CommitRequest request) {
        return making.commit(request);
    }

    @Override
    public void pull(PullRequest request, ProgressSink progress) {
        Reference name;
        try {
            Reference base = Reference.parse(request.image());
            if (request.tag().isEmpty()) {
                name = base;
            } else {
                name =
                        request.tag().contains(":")
                                ? base.nameOnly().withDigest(Digest.parse(request.tag()))
                                : base.nameOnly().withTag(request.tag());
            }
        } catch (InvalidReferenceException | InvalidDigestException e) {
            throw EngineException.invalid(String.valueOf(e.getMessage()));
        }
        new ImagePull(registry.get(), layers, images, references, books)
                .pull(
                        name,
                        request.platform().orElseGet(Platform::host),
                        request.auth().map(LocalImages::credentials).orElse(Credentials.NONE),
                        progress)
                .forEach((pulled, id) -> events.publish("pull", id, pulled.familiar()));
    }

    @Override
    public Optional<String> login(RegistryAuth auth) {
        try {
            String token = registry.get().login(credentials(auth)).identityToken();
            return token.isEmpty() ? Optional.empty() : Optional.of(token);
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.UNAUTHORIZED) {
                throw new EngineException(
                        EngineException.Kind.UNAUTHORIZED, String.valueOf(e.getMessage()), e);
            }
            throw ImagePull.refused(e);
        }
    }

    private static Credentials credentials(RegistryAuth auth) {
        return Credentials.parse(GoJson.write(auth));
    }

    /** How many images there are. */
    int count() {
        return images.images().size();
    }
}
