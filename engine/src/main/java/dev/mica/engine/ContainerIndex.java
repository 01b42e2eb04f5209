package dev.mica.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Which containers there are, by id, by beginning of an id, and by name. A name is reserved before
 * its container exists, so that of two that want it one gets it. Thread-safe.
 */
final class ContainerIndex {
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<String, LiveContainer> byId = new TreeMap<>();
    private final Map<String, String> idByName = new HashMap<>();

    /**
     * Reserves a name for an id.
     *
     * @throws EngineException 409 where another has it
     */
    void reserve(String name, String id) {
        locked(
                () -> {
                    String holder = idByName.putIfAbsent(name, id);
                    if (holder != null && !holder.equals(id)) {
                        throw EngineException.conflict(
                                "Conflict. The container name \"/"
                                        + name
                                        + "\" is already in use by container \""
                                        + holder
                                        + "\". You have to remove (or rename) that container to"
                                        + " be able to reuse that name.");
                    }
                    return "";
                });
    }

    /** Reserves a made-up name. */
    String reserveAny(NameMaker names, String id) {
        return locked(
                () -> {
                    String name = names.next(n -> !idByName.containsKey(n));
                    idByName.put(name, id);
                    return name;
                });
    }

    /** Gives a name up, if this id has it. */
    void free(String name, String id) {
        locked(() -> idByName.remove(name, id));
    }

    void add(LiveContainer container) {
        locked(() -> Optional.ofNullable(byId.put(container.id(), container)));
    }

    /** Removes a container and its name. */
    void remove(LiveContainer container) {
        locked(
                () -> {
                    idByName.remove(container.name(), container.id());
                    return Optional.ofNullable(byId.remove(container.id()));
                });
    }

    /** All, in no order that means anything. */
    Collection<LiveContainer> all() {
        return locked(() -> List.copyOf(byId.values()));
    }

    /**
     * The container of an id, a name or a beginning of an id, tried in this order.
     *
     * @throws EngineException 404 {@code No such container: REF}; 400 where several ids begin so
     */
    LiveContainer get(String ref) {
        return find(ref).orElseThrow(() -> EngineException.notFound("No such container: " + ref));
    }

    /** As {@link #get}, empty where there is none. */
    Optional<LiveContainer> find(String ref) {
        return locked(
                () -> {
                    LiveContainer exact = byId.get(ref);
                    if (exact != null || ref.isEmpty()) {
                        return Optional.ofNullable(exact);
                    }
                    String named = idByName.get(ref.startsWith("/") ? ref.substring(1) : ref);
                    if (named != null && byId.containsKey(named)) {
                        return Optional.ofNullable(byId.get(named));
                    }
                    List<LiveContainer> found =
                            new ArrayList<>(
                                    byId.subMap(ref, true, ref + Character.MAX_VALUE, false)
                                            .values());
                    if (found.size() > 1) {
                        throw EngineException.invalid(
                                "Multiple IDs found with provided prefix: " + ref);
                    }
                    return found.stream().findFirst();
                });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
