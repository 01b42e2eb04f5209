package dev.mica.engine;

import dev.mica.archive.ArchiveException;
import dev.mica.archive.Compression;
import dev.mica.image.ContainerConfig;
import dev.mica.image.DiffId;
import dev.mica.image.History;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageConfigBuilder;
import dev.mica.image.ImageId;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.storage.ImageStore;
import dev.mica.storage.LayerStore;
import dev.mica.storage.ReadOnlyLayer;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StorageException;
import dev.mica.storage.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Images made here: from a container, or from a file system in a tar. Thread-safe. */
final class ImageMaking {
    private final LayerStore layers;
    private final ImageStore images;
    private final ReferenceStore references;
    private final ImageEvents events;
    private final ImageUsers users;
    private final Clock clock;

    ImageMaking(
            LayerStore layers,
            ImageStore images,
            ReferenceStore references,
            ImageEvents events,
            ImageUsers users,
            Clock clock) {
        this.layers = layers;
        this.images = images;
        this.references = references;
        this.events = events;
        this.users = users;
        this.clock = clock;
    }

    void importImage(ImportRequest request, InputStream tar, ProgressSink progress) {
        Optional<Reference> name = ImageNames.optionalName(request.repository(), request.tag());
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
        name.ifPresent(n -> name(n, id));
        events.publish("import", id, id.toString());
        progress.accept(ProgressMessage.status("", id.toString()));
    }

    String commit(CommitRequest request) {
        LiveContainer container = users.get(request.container());
        Optional<Reference> name = ImageNames.optionalName(request.repository(), request.tag());
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
        name.ifPresent(n -> name(n, id));
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

    private void name(Reference name, ImageId id) {
        references.put(name, id);
        events.publish("tag", id, name.familiar());
    }
}
