package dev.mica.storage;

import dev.mica.archive.Compression;
import dev.mica.archive.EntryType;
import dev.mica.archive.TarEntry;
import dev.mica.archive.TarReader;
import dev.mica.image.ArchivedImage;
import dev.mica.image.ArchivedLayer;
import dev.mica.image.ImageId;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code docker load}: reads an archive of any age once, from a stream, and stores its images.
 *
 * <p>Layers are unpacked while the archive comes in, several at a time, straight to where they will
 * stay; which image they belong to turns out at the end. Then the layers of each image become
 * durable and are filed, then the images, then all names at once. Whatever fails, nothing is left
 * of what was not there before. Thread-safe.
 */
public final class ImageLoader {
    private final LayerStore layers;
    private final ImageStore images;
    private final ReferenceStore references;

    public ImageLoader(LayerStore layers, ImageStore images, ReferenceStore references) {
        this.layers = layers;
        this.images = images;
        this.references = references;
    }

    /**
     * Loads an archive, compressed (gzip, zstd, bzip2) or not.
     *
     * @param archive read to its end; not closed
     * @param platform which image of a multi-platform index is meant
     * @return the images, in the archive's order
     * @throws dev.mica.image.ImageException where the archive is none, or lacks something, or
     *     something in it is not what it says
     * @throws dev.mica.archive.ArchiveException where it is cut off or corrupt
     * @throws StorageException where a layer cannot be unpacked
     * @throws IOException where reading the stream fails
     */
    public List<LoadedImage> load(InputStream archive, Platform platform, LoadProgress progress)
            throws IOException {
        try (LayerStaging staging = layers.stage()) {
            ArchiveIntake intake = new ArchiveIntake(staging, progress);
            InputStream plain = Compression.decompress(archive);
            read(plain, intake);
            plain.transferTo(OutputStream.nullOutputStream());
            return store(intake.index().images(platform), intake, staging);
        }
    }

    private static void read(InputStream in, ArchiveIntake intake) throws IOException {
        TarReader tar = new TarReader(in);
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            String name = entry.nameText();
            if (entry.type() == EntryType.FILE) {
                intake.file(name, entry.size(), tar);
            } else if (entry.type() == EntryType.SYMLINK) {
                intake.index().symbolicLink(name, entry.linkText());
            } else if (entry.type() == EntryType.HARD_LINK) {
                intake.index().hardLink(name, entry.linkText());
            }
        }
        tar.finish();
        intake.finish();
    }

    private List<LoadedImage> store(
            List<ArchivedImage> archived, ArchiveIntake intake, LayerStaging staging)
            throws IOException {
        List<ReadOnlyLayer> held = new ArrayList<>();
        List<ImageId> created = new ArrayList<>();
        try {
            for (ArchivedImage image : archived) {
                fileLayers(image, intake, staging, held);
            }
            for (ArchivedImage image : archived) {
                ImageId id = image.config().id();
                boolean known = images.find(id).isPresent();
                images.create(image.config());
                if (!known) {
                    created.add(id);
                    image.parent().ifPresent(parent -> images.setParent(id, parent));
                }
            }
            return name(archived);
        } catch (IOException | RuntimeException e) {
            undo(created, e);
            throw e;
        } finally {
            held.forEach(layers::release);
        }
    }

    private void undo(List<ImageId> created, Exception because) {
        for (ImageId id : created.reversed()) {
            try {
                images.delete(id);
            } catch (RuntimeException e) {
                because.addSuppressed(e);
            }
        }
    }

    /**
     * Puts an image's layers into the store; of those it has already, the archive may lack them.
     *
     * @param held gets references to what the image needs
     */
    private void fileLayers(
            ArchivedImage image,
            ArchiveIntake intake,
            LayerStaging staging,
            List<ReadOnlyLayer> held)
            throws IOException {
        LayerLine line = LayerLine.of(image, layers);
        line.known().ifPresent(held::add);
        List<StagedLayer> missing = new ArrayList<>();
        for (ArchivedLayer layer : line.missing()) {
            if (!layer.present()) {
                throw layer.missing();
            }
            missing.add(intake.layer(layer.member()));
        }
        if (!missing.isEmpty()) {
            held.add(staging.commit(line.known().map(ReadOnlyLayer::chainId), missing));
        }
    }

    private List<LoadedImage> name(List<ArchivedImage> archived) {
        Map<Reference, ImageId> wanted = new LinkedHashMap<>();
        List<LoadedImage> loaded = new ArrayList<>();
        for (ArchivedImage image : archived) {
            ImageId id = image.config().id();
            List<LoadedImage.Name> names = new ArrayList<>();
            for (Reference tag : image.tags()) {
                names.add(
                        new LoadedImage.Name(
                                tag, references.find(tag).filter(before -> !before.equals(id))));
                wanted.put(tag, id);
            }
            loaded.add(new LoadedImage(id, names));
        }
        if (!wanted.isEmpty()) {
            references.putAll(wanted);
            // whoever removed an image of the same id meanwhile did not see its new name
            archived.forEach(image -> images.create(image.config()));
        }
        return loaded;
    }
}
