package dev.mica.engine;

import dev.mica.archive.ArchiveException;
import dev.mica.image.ImageId;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.image.SavedImage;
import dev.mica.storage.ImageLoader;
import dev.mica.storage.ImageSaver;
import dev.mica.storage.ImageStore;
import dev.mica.storage.LayerStore;
import dev.mica.storage.LoadProgress;
import dev.mica.storage.LoadedImage;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StorageException;
import dev.mica.storage.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images in archives: loaded from one, saved to one. Thread-safe. */
final class ImageArchives {
    private final LayerStore layers;
    private final ImageStore images;
    private final ReferenceStore references;
    private final ImageNames names;
    private final ImageEvents events;

    ImageArchives(
            LayerStore layers,
            ImageStore images,
            ReferenceStore references,
            ImageNames names,
            ImageEvents events) {
        this.layers = layers;
        this.images = images;
        this.references = references;
        this.names = names;
        this.events = events;
    }

    void load(InputStream archive, boolean quiet, ProgressSink progress) {
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
            events.publish("load", image.id(), image.id().toString());
        }
    }

    void save(List<String> refs, OutputStream out) {
        Map<ImageId, List<Reference>> wanted = new LinkedHashMap<>();
        for (String ref : refs) {
            StoredImage image =
                    names.tryFind(ref)
                            .orElseThrow(() -> EngineException.notFound("No such image: " + ref));
            List<Reference> tags = wanted.computeIfAbsent(image.id(), _ -> new ArrayList<>());
            if (!ImageNames.byId(ref, image.id())) {
                Reference name = Reference.parse(ref);
                if (name.isNameOnly() && !ref.equals(name.familiar() + ":latest")) {
                    references.references(name).stream()
                            .filter(ImageNames::isTag)
                            .filter(n -> references.find(n).equals(Optional.of(image.id())))
                            .forEach(tags::add);
                } else if (ImageNames.isTag(name)) {
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
        wanted.keySet().forEach(id -> events.publish("save", id, id.toString()));
    }
}
