package dev.mica.engine;

import java.util.List;

/**
 * What was removed.
 *
 * @param removed names and images
 * @param spaceReclaimed in bytes
 */
public record ImagePruneReport(List<RemovedImage> removed, long spaceReclaimed) {

    public ImagePruneReport {
        removed = List.copyOf(removed);
    }
}
