package dev.mica.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image as {@code docker images} lists it. Immutable.
 *
 * @param id {@code sha256:…}
 * @param parentId {@code sha256:…}; empty where it has none
 * @param repoTags names with tags, as Docker shows them
 * @param repoDigests names with digests, as Docker shows them
 * @param created when it was made
 * @param size bytes of all its layers
 * @param labels the maker's metadata; null where its config has none
 */
public record ImageSummary(
        String id,
        String parentId,
        List<String> repoTags,
        List<String> repoDigests,
        Instant created,
        long size,
        @Nullable Map<String, String> labels) {}
