package dev.mica.engine;

import java.util.List;

/** The anonymous volumes of containers; Mica has no named ones. */
public interface Volumes {

    /** Lists volumes: by {@code dangling}, {@code name}, {@code driver}, {@code label}. */
    List<Volume> list(Filters filters);

    /**
     * One volume.
     *
     * @throws EngineException {@code get NAME: no such volume}
     */
    Volume inspect(String name);

    /**
     * Removes a volume that no container uses.
     *
     * @param force whether one that is not there is no error
     */
    void remove(String name, boolean force);

    /** Removes all volumes that no container uses. */
    PruneReport prune(Filters filters);
}
