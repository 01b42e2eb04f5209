package dev.mica.engine;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters {@code label} and {@code label!}: unlike other values, all of them must match. */
final class LabelFilter {

    private LabelFilter() {}

    /** Whether every {@code name} is there, and every {@code name=value} as it says. */
    static boolean matches(Set<String> wanted, @Nullable Map<String, String> labels) {
        return wanted.stream().allMatch(label -> has(label, labels));
    }

    /** Whether one of them is there: what {@code label!} keeps out. */
    static boolean matchesAny(Set<String> unwanted, @Nullable Map<String, String> labels) {
        return unwanted.stream().anyMatch(label -> has(label, labels));
    }

    private static boolean has(String label, @Nullable Map<String, String> labels) {
        if (labels == null) {
            return false;
        }
        int equals = label.indexOf('=');
        return equals < 0
                ? labels.containsKey(label)
                : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
    }
}
