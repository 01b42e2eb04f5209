package dev.mica.image;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code docker save} writes since 1.10, with {@code manifest.json}; since 25 there is
 * an OCI layout around it.
 */
final class SavedArchiveReader {

    static final String MANIFEST = "manifest.json";

    private final ArchiveContent content;

    SavedArchiveReader(ArchiveContent content) {
        this.content = content;
    }

    List<ArchivedImage> images() {
        List<ArchivedImage> images = new ArrayList<>();
        Map<String, ImageConfig> configs = new HashMap<>();
        for (SavedItem item : items()) {
            ImageConfig config =
                    configs.computeIfAbsent(
                            item.config(), name -> ImageConfig.parse(content.metadata(name)));
            images.add(
                    new ArchivedImage(
                            config,
                            ArchiveImages.layers(content, config, item.layerNames()),
                            item.tags(),
                            parent(item)));
        }
        return ArchiveImages.ordered(images);
    }

    private static @Nullable ImageId parent(SavedItem item) {
        String parent = Strings.orEmpty(item.parent());
        return parent.isEmpty() ? null : ImageId.parse(parent);
    }

    private List<SavedItem> items() {
        try {
            return GoJson.readList(content.metadata(MANIFEST), SavedItem.class);
        } catch (MalformedJsonException e) {
            throw new InvalidImageException(
                    "invalid archive: " + MANIFEST + ": " + e.getMessage(), e);
        }
    }
}
