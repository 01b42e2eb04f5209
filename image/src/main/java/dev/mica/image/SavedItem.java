package dev.mica.image;

import dev.mica.image.json.OmitEmptyText;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image's entry in {@code manifest.json}. */
@Json
record SavedItem(
        @Json.Property("Config") String config,
        @Json.Property("RepoTags") @Nullable List<String> repoTags,
        @Json.Property("Layers") @Nullable List<String> layers,
        @Json.Property("Parent") @Json.Serializer(OmitEmptyText.class) @Nullable String parent) {

    SavedItem {
        config = Strings.orEmpty(config);
    }

    List<String> layerNames() {
        return layers == null ? List.of() : layers;
    }

    List<Reference> tags() {
        return repoTags == null ? List.of() : repoTags.stream().map(SavedItem::tag).toList();
    }

    private static Reference tag(String text) {
        Reference reference = Reference.parse(text);
        if (reference.tagOrNull() == null || reference.digestOrNull() != null) {
            throw new InvalidReferenceException("invalid tag \"" + text + '"');
        }
        return reference;
    }
}
