package dev.mica.engine;

import dev.mica.archive.ArchiveException;
import dev.mica.archive.Compression;
import dev.mica.image.AnyReference;
import dev.mica.image.ChainId;
import dev.mica.image.ContainerConfig;
import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import dev.mica.image.History;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageConfigBuilder;
import dev.mica.image.ImageId;
import dev.mica.image.InvalidDigestException;
import dev.mica.image.InvalidReferenceException;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.image.SavedImage;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.GoTime;
import dev.mica.registry.Credentials;
import dev.mica.registry.RegistryClient;
import dev.mica.registry.RegistryException;
import dev.mica.storage.DistributionStore;
import dev.mica.storage.ImageLoader;
import dev.mica.storage.ImageSaver;
import dev.mica.storage.ImageStore;
import dev.mica.storage.LayerStore;
import dev.mica.storage.LoadProgress;
import dev.mica.storage.LoadedImage;
import dev.mica.storage.ReadOnlyLayer;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StorageException;
import dev.mica.storage.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Images on the stores of the data-root. Thread-safe. */
final class LocalImages implements Images {
    private static final Set<String> LIST_KEYS =
            Set.of("dangling", "label", "before", "since", "reference");

    private final LayerStore layers;
    private final ImageStore images;
    private final ReferenceStore references;
    private final DistributionStore books;
    private final EventLog events;
    private final ImageUsers users;
    private final Supplier<RegistryClient> registry;
    private final Clock clock;
    private final ReentrantLock changing = new ReentrantLock();

    LocalImages(
            LayerStore layers,
            ImageStore images,
            ReferenceStore references,
            DistributionStore books,
            EventLog events,
            ImageUsers users,
            Supplier<RegistryClient> registry,
            Clock clock) {
        this.layers = layers;
        this.images = images;
        this.references = references;
        this.books = books;
        this.events = events;
        this.users = users;
        this.registry = registry;
        this.clock = clock;
    }

    /** What images need to know of containers. */
    interface ImageUsers {
        /** The containers made from an image. */
        List<LiveContainer> of(ImageId image);

        /** The container that is to be committed. */
        LiveContainer get(String ref);

        /** Does something while no process of the container runs on. */
        void paused(LiveContainer container, Runnable action);
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

    private Optional<StoredImage> tryFind(String ref) {
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

    @Override
    public List<ImageSummary> list(boolean all, Filters filters) {
        filters.onlyKnow(LIST_KEYS);
        filters.dangling(true); // refused also where there is no image
        List<ImageSummary> result = new ArrayList<>();
        for (StoredImage image : images.images()) {
            ImageConfig config = image.config();
            List<Reference> names = named(image.id(), filters);
            boolean dangling = references.references(image.id()).isEmpty();
            if (filters.has("reference") && names.isEmpty()) {
                continue;
            }
            if (dangling && !all && !images.children(image.id()).isEmpty()) {
                continue; // a step on the way to another
            }
            if (!filters.dangling(dangling)) {
                continue;
            }
            Map<String, String> labels = config.config().map(ContainerConfig::labels).orElse(null);
            if (!LabelFilter.matches(filters.get("label"), labels) || !inTime(config, filters)) {
                continue;
            }
            result.add(
                    new ImageSummary(
                            image.id().toString(),
                            images.parent(image.id()).map(ImageId::toString).orElse(""),
                            tags(names),
                            digests(names),
                            config.created().toInstant(),
                            size(image),
                            labels));
        }
        result.sort(Comparator.comparing(ImageSummary::created).reversed());
        return result;
    }

    private boolean inTime(ImageConfig config, Filters filters) {
        Instant created = config.created().toInstant();
        return filters.get("before").stream().allMatch(r -> created.isBefore(created(r)))
                && filters.get("since").stream().allMatch(r -> created.isAfter(created(r)));
    }

    private Instant created(String ref) {
        return find(ref).config().created().toInstant();
    }

    private List<Reference> named(ImageId id, Filters filters) {
        List<Reference> names = references.references(id);
        if (!filters.has("reference")) {
            return names;
        }
        return names.stream()
                .filter(n -> filters.get("reference").stream().anyMatch(p -> matches(p, n)))
                .toList();
    }

    private static boolean matches(String pattern, Reference name) {
        var glob = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return glob.matches(Path.of(name.familiar())) || glob.matches(Path.of(name.familiarName()));
    }

    private static List<String> tags(List<Reference> names) {
        return names.stream().filter(n -> n.digest().isEmpty()).map(Reference::familiar).toList();
    }

    private static List<String> digests(List<Reference> names) {
        return names.stream().filter(n -> n.digest().isPresent()).map(Reference::familiar).toList();
    }

    private long size(StoredImage image) {
        return layerOf(image, ReadOnlyLayer::size).orElse(0L);
    }

    private <T> Optional<T> layerOf(StoredImage image, Function<ReadOnlyLayer, T> ask) {
        return image.config()
                .chainId()
                .flatMap(layers::find)
                .map(
                        layer -> {
                            try {
                                return ask.apply(layer);
                            } finally {
                                layers.release(layer);
                            }
                        });
    }

    @Override
    public ImageDetails inspect(String ref) {
        StoredImage image;
        try {
            image = find(ref);
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.NOT_FOUND) {
                throw EngineException.notFound("no such image: " + ref + ": " + e.getMessage());
            }
            throw e;
        }
        List<Reference> names = references.references(image.id());
        return new ImageDetails(
                image.id().toString(),
                tags(names),
                digests(names),
                images.parent(image.id()).map(ImageId::toString).orElse(""),
                image.config(),
                size(image),
                layers.driverName(),
                layerOf(image, ReadOnlyLayer::metadata).orElse(Map.of()),
                images.lastUpdated(image.id()).orElse(GoTime.ZERO));
    }

    @Override
    public List<HistoryStep> history(String ref) {
        StoredImage image = find(ref);
        ImageConfig config = image.config();
        List<Long> sizes = new ArrayList<>();
        layerOf(
                image,
                top -> {
                    for (Optional<ReadOnlyLayer> l = Optional.of(top);
                            l.isPresent();
                            l = l.get().parent()) {
                        sizes.addFirst(l.get().diffSize());
                    }
                    return top;
                });
        List<HistoryStep> steps = new ArrayList<>();
        int layer = 0;
        for (History h : config.history()) {
            long size = 0;
            if (!h.emptyLayer() && layer < sizes.size()) {
                size = sizes.get(layer++);
            }
            steps.addFirst(
                    new HistoryStep(
                            "<missing>",
                            h.created().toInstant(),
                            h.createdBy(),
                            List.of(),
                            size,
                            h.comment()));
        }
        ImageId id = image.id();
        for (int i = 0; i < steps.size(); i++) {
            HistoryStep s = steps.get(i);
            steps.set(
                    i,
                    new HistoryStep(
                            id.toString(),
                            s.created(),
                            s.createdBy(),
                            tags(references.references(id)),
                            s.size(),
                            s.comment()));
            Optional<ImageId> parent = images.parent(id);
            if (parent.isEmpty()) {
                break;
            }
            id = parent.get();
        }
        return steps;
    }

    @Override
    public void tag(String ref, String repository, String tag) {
        StoredImage image = find(ref);
        Reference name = newName(repository, tag);
        changing.lock();
        try {
            references.put(name, image.id());
            images.setLastUpdated(image.id(), clock.instant());
        } finally {
            changing.unlock();
        }
        event("tag", image.id(), name.familiar());
    }

    private static Reference newName(String repository, String tag) {
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

    private void event(String action, ImageId id, String name) {
        Map<String, String> attributes = new LinkedHashMap<>();
        images.find(id)
                .map(i -> i.config())
                .flatMap(ImageConfig::config)
                .map(ContainerConfig::labels)
                .ifPresent(attributes::putAll);
        attributes.put("name", name);
        events.publish("image", action, id.toString(), attributes);
    }

    @Override
    public List<RemovedImage> remove(String ref, boolean force, boolean noPrune) {
        changing.lock();
        try {
            StoredImage image = find(ref);
            ImageId id = image.id();
            List<Reference> names = references.references(id);
            List<RemovedImage> removed = new ArrayList<>();
            if (byId(ref, id)) {
                removeById(id, names, force, removed);
            } else {
                Reference name = Reference.parse(ref).withDefaultTag();
                boolean last = names.stream().noneMatch(n -> !n.equals(name) && isTag(n));
                if (last && !force) {
                    users.of(id).stream()
                            .findFirst()
                            .ifPresent(
                                    c -> {
                                        throw EngineException.conflict(
                                                "conflict: unable to remove repository reference \""
                                                        + name.familiar()
                                                        + "\" (must force) - container "
                                                        + Ids.shorten(c.id())
                                                        + " is using its referenced image "
                                                        + Ids.shorten(id.toString()));
                                    });
                }
                untag(name, id, removed);
                if (last) {
                    // what a pull noted of it goes with its last tag
                    names.stream().filter(n -> !isTag(n)).forEach(n -> untag(n, id, removed));
                }
                if (!references.references(id).isEmpty()
                        || !users.of(id).isEmpty()
                        || !images.children(id).isEmpty()) {
                    return removed;
                }
            }
            delete(id, noPrune, removed);
            return removed;
        } finally {
            changing.unlock();
        }
    }

    private static boolean isTag(Reference name) {
        return name.digest().isEmpty();
    }

    private static boolean byId(String ref, ImageId id) {
        String bare = ref.startsWith("sha256:") ? ref.substring(7) : ref;
        return isIdPrefix(ref) && id.toString().substring(7).startsWith(bare);
    }

    private void removeById(
            ImageId id, List<Reference> names, boolean force, List<RemovedImage> removed) {
        String shortId = Ids.shorten(id.toString());
        if (!images.children(id).isEmpty()) {
            throw EngineException.conflict(
                    "conflict: unable to delete "
                            + shortId
                            + " (cannot be forced) - image has dependent child images");
        }
        for (LiveContainer c : users.of(id)) {
            if (c.state().running()) {
                throw EngineException.conflict(
                        "conflict: unable to delete "
                                + shortId
                                + " (cannot be forced) - image is being used by running container "
                                + Ids.shorten(c.id()));
            }
            if (!force) {
                throw EngineException.conflict(
                        "conflict: unable to delete "
                                + shortId
                                + " (must be forced) - image is being used by stopped container "
                                + Ids.shorten(c.id()));
            }
        }
        long repositories = names.stream().map(Reference::name).distinct().count();
        if (!force && repositories > 1) {
            throw EngineException.conflict(
                    "conflict: unable to delete "
                            + shortId
                            + " (must be forced) - image is referenced in multiple repositories");
        }
        names.forEach(name -> untag(name, id, removed));
    }

    private void untag(Reference name, ImageId id, List<RemovedImage> removed) {
        references.remove(name);
        removed.add(new RemovedImage(name.familiar(), ""));
        event("untag", id, id.toString());
    }

    private void delete(ImageId id, boolean noPrune, List<RemovedImage> removed) {
        Optional<ImageId> parent = images.parent(id);
        event("delete", id, id.toString());
        List<ChainId> gone = images.delete(id);
        removed.add(new RemovedImage("", id.toString()));
        gone.forEach(layer -> removed.add(new RemovedImage("", layer.toString())));
        if (!noPrune && parent.isPresent()) {
            ImageId above = parent.get();
            boolean free =
                    images.find(above).isPresent()
                            && references.references(above).isEmpty()
                            && images.children(above).isEmpty()
                            && users.of(above).isEmpty();
            if (free) {
                delete(above, false, removed);
            }
        }
    }

    @Override
    public void load(InputStream archive, boolean quiet, ProgressSink progress) {
        LoadProgress listener =
                quiet
                        ? LoadProgress.SILENT
                        : (layer, read, total) ->
                                progress.accept(
                                        ProgressMessage.progress(
                                                layer, "Loading layer", read, total));
        List<LoadedImage> loaded;
        try {
            loaded =
                    new ImageLoader(layers, images, references)
                            .load(archive, Platform.host(), listener);
        } catch (ArchiveException e) {
            throw EngineException.system(
                    "Error processing tar file(exit status 1): " + e.getMessage());
        } catch (StorageException e) {
            throw EngineException.system(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (LoadedImage image : loaded) {
            for (LoadedImage.Name name : image.names()) {
                name.replaced()
                        .ifPresent(
                                old ->
                                        progress.accept(
                                                ProgressMessage.stream(
                                                        "The image "
                                                                + name.reference().familiar()
                                                                + " already exists, renaming the"
                                                                + " old one with ID "
                                                                + old
                                                                + " to empty string\n")));
                progress.accept(
                        ProgressMessage.stream(
                                "Loaded image: " + name.reference().familiar() + "\n"));
            }
            if (image.names().isEmpty()) {
                progress.accept(ProgressMessage.stream("Loaded image ID: " + image.id() + "\n"));
            }
            event("load", image.id(), image.id().toString());
        }
    }

    @Override
    public void save(List<String> refs, OutputStream out) {
        Map<ImageId, List<Reference>> wanted = new LinkedHashMap<>();
        for (String ref : refs) {
            StoredImage image =
                    tryFind(ref)
                            .orElseThrow(() -> EngineException.notFound("No such image: " + ref));
            List<Reference> tags = wanted.computeIfAbsent(image.id(), _ -> new ArrayList<>());
            if (!byId(ref, image.id())) {
                Reference name = Reference.parse(ref);
                if (name.isNameOnly() && !ref.equals(name.familiar() + ":latest")) {
                    references.references(name).stream()
                            .filter(LocalImages::isTag)
                            .filter(n -> references.find(n).equals(Optional.of(image.id())))
                            .forEach(tags::add);
                } else if (isTag(name)) {
                    tags.add(name.withDefaultTag());
                }
            }
        }
        List<SavedImage> saved = new ArrayList<>();
        wanted.forEach(
                (id, tags) ->
                        saved.add(
                                new SavedImage(
                                        images.find(id).orElseThrow().config(),
                                        List.copyOf(tags),
                                        images.parent(id).orElse(null))));
        try {
            new ImageSaver(layers).save(saved, out);
        } catch (StorageException e) {
            throw EngineException.system(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wanted.keySet().forEach(id -> event("save", id, id.toString()));
    }

    @Override
    public void importImage(ImportRequest request, InputStream tar, ProgressSink progress) {
        Optional<Reference> name = optionalName(request.repository(), request.tag());
        Instant now = clock.instant();
        Platform platform = request.platform().orElseGet(Platform::host);
        ContainerConfig config = ConfigChanges.apply(ContainerConfig.EMPTY, request.changes());
        String comment =
                request.message().isEmpty()
                        ? "Imported from " + request.source()
                        : request.message();
        ImageId id;
        try {
            ReadOnlyLayer layer = layers.register(Compression.decompress(tar), Optional.empty());
            try {
                ImageConfig image =
                        ImageConfigBuilder.fromScratch(platform)
                                .created(now)
                                .comment(comment)
                                .dockerVersion("20.10.24")
                                .config(config)
                                .step(layer.diffId(), History.of(now, "", "", comment))
                                .build();
                id = images.create(image).id();
            } finally {
                layers.release(layer);
            }
        } catch (ArchiveException | StorageException e) {
            throw EngineException.system(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        name.ifPresent(
                n -> {
                    references.put(n, id);
                    event("tag", id, n.familiar());
                });
        event("import", id, id.toString());
        progress.accept(ProgressMessage.status("", id.toString()));
    }

    private static Optional<Reference> optionalName(String repository, String tag) {
        return repository.isEmpty() ? Optional.empty() : Optional.of(newName(repository, tag));
    }

    @Override
    public String commit(CommitRequest request) {
        LiveContainer container = users.get(request.container());
        Optional<Reference> name = optionalName(request.repository(), request.tag());
        ContainerConfig below = container.stored().config();
        ContainerConfig merged =
                request.config().map(c -> ConfigMerge.merge(c, below)).orElse(below);
        ContainerConfig config =
                ConfigChanges.apply(merged, request.changes()).toBuilder()
                        .hostname("")
                        .domainname("")
                        .attachStdin(false)
                        .attachStdout(false)
                        .attachStderr(false)
                        .image(below.image())
                        .build();
        Instant now = clock.instant();
        ImageId[] result = new ImageId[1];
        Runnable work = () -> result[0] = commit(container, config, request, now);
        if (request.pause() && container.state().running() && !container.state().paused()) {
            users.paused(container, work);
        } else {
            work.run();
        }
        ImageId id = result[0];
        name.ifPresent(
                n -> {
                    references.put(n, id);
                    event("tag", id, n.familiar());
                });
        return id.toString();
    }

    private ImageId commit(
            LiveContainer container, ContainerConfig config, CommitRequest request, Instant now) {
        var readWrite =
                layers.findReadWrite(container.id())
                        .orElseThrow(() -> EngineException.system("no layer of " + container.id()));
        Optional<StoredImage> parent =
                container.stored().image().isEmpty()
                        ? Optional.empty()
                        : images.search(container.stored().image());
        try {
            ReadOnlyLayer layer =
                    Piped.read(
                            readWrite::writeDiff,
                            tar ->
                                    layers.register(
                                            tar, readWrite.parent().map(ReadOnlyLayer::chainId)));
            try {
                ImageConfigBuilder builder =
                        parent.map(p -> ImageConfigBuilder.childOf(p.config()))
                                .orElseGet(() -> ImageConfigBuilder.fromScratch(Platform.host()));
                DiffId diff = layer.diffId();
                StoredImage image =
                        images.create(
                                builder.created(now)
                                        .author(request.author())
                                        .container(container.id(), container.stored().config())
                                        .dockerVersion("20.10.24")
                                        .config(config)
                                        .step(
                                                diff,
                                                History.of(
                                                        now,
                                                        request.author(),
                                                        String.join(
                                                                " ", container.stored().command()),
                                                        request.comment()))
                                        .build());
                parent.ifPresent(p -> images.setParent(image.id(), p.id()));
                images.setLastUpdated(image.id(), now);
                return image.id();
            } finally {
                layers.release(layer);
            }
        } catch (StorageException e) {
            throw EngineException.system(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                .forEach((pulled, id) -> event("pull", id, pulled.familiar()));
    }

    @Override
    public ImagePruneReport prune(Filters filters) {
        filters.onlyKnow(Set.of("dangling", "label", "label!", "until"));
        PruneFilter meant = PruneFilter.of(filters, clock.instant());
        boolean danglingOnly =
                !filters.get("dangling").contains("false")
                        && !filters.get("dangling").contains("0");
        List<RemovedImage> removed = new ArrayList<>();
        long freed = 0;
        for (StoredImage image : images.images()) {
            changing.lock();
            try {
                ImageId id = image.id();
                List<Reference> names = references.references(id);
                boolean wanted =
                        images.find(id).isPresent()
                                && users.of(id).isEmpty()
                                && images.children(id).isEmpty()
                                && (names.isEmpty() || !danglingOnly)
                                && meant.matches(
                                        image.config()
                                                .config()
                                                .map(ContainerConfig::labels)
                                                .orElse(null),
                                        image.config().created().toInstant());
                if (wanted) {
                    freed += size(image);
                    names.forEach(n -> untag(n, id, removed));
                    delete(id, false, removed);
                }
            } finally {
                changing.unlock();
            }
        }
        return new ImagePruneReport(removed, freed);
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
