package dev.mica.engine;

import dev.mica.image.ImageConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All about an image, as {@code docker image inspect} shows it. Immutable.
 *
 * @param id {@code sha256:…}
 * @param repoTags names with tags, as Docker shows them
 * @param repoDigests names with digests, as Docker shows them
 * @param parent {@code sha256:…}; empty where it has none
 * @param config everything the image says of itself
 * @param size bytes of all its layers
 * @param driver the storage driver
 * @param graphData the storage driver's; null in JSON where empty
 * @param lastTagTime Go's zero time where it was never tagged
 */
public record ImageDetails(
        String id,
        List<String> repoTags,
        List<String> repoDigests,
        String parent,
        ImageConfig config,
        long size,
        String driver,
        Map<String, String> graphData,
        Instant lastTagTime) {}
