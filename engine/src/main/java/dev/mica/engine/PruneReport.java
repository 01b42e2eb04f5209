package dev.mica.engine;

import java.util.List;

/**
 * What was removed.
 *
 * @param removed ids or names
 * @param spaceReclaimed in bytes
 */
public record PruneReport(List<String> removed, long spaceReclaimed) {

    public PruneReport {
        removed = List.copyOf(removed);
    }
}
