package dev.mica.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Docker's {@code filters}: values by key. Values of one key are alternatives, save labels; keys
 * all must match.
 *
 * @param values by key, as the client wrote them
 */
public record Filters(Map<String, Set<String>> values) {

    /** Matches everything. */
    public static final Filters NONE = new Filters(Map.of());

    public Filters {
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        values.forEach(
                (key, set) -> copy.put(key, Collections.unmodifiableSet(new LinkedHashSet<>(set))));
        values = Collections.unmodifiableMap(copy);
    }

    /** Whether there is a value for the key. */
    public boolean has(String key) {
        return !get(key).isEmpty();
    }

    /** The values of a key, in the order written; empty where there are none. */
    public Set<String> get(String key) {
        return values.getOrDefault(key, Set.of());
    }

    /**
     * Whether the filter {@code dangling}, where there is one, asks for what is so.
     *
     * @param dangling whether nothing names or uses the thing
     * @throws EngineException {@code Invalid filter 'dangling=[VALUE]'} for a value that is neither
     */
    boolean dangling(boolean dangling) {
        boolean wanted = !has("dangling");
        for (String value : get("dangling")) {
            wanted |=
                    switch (value) {
                        case "true", "1" -> dangling;
                        case "false", "0" -> !dangling;
                        default ->
                                throw EngineException.invalid(
                                        "Invalid filter 'dangling=[" + value + "]'");
                    };
        }
        return wanted;
    }

    /**
     * Refuses keys that are not known.
     *
     * @throws EngineException {@code Invalid filter 'KEY'}
     */
    void onlyKnow(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw EngineException.invalid("Invalid filter '" + key + "'");
            }
        }
    }
}
