package dev.mica.engine;

import dev.mica.image.json.GoMoment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a prune is to take of the things that are not used: its labels and its age. Immutable. */
final class PruneFilter {
    private final Set<String> labels;
    private final Set<String> otherLabels;
    private final Optional<Instant> until;

    private PruneFilter(Set<String> labels, Set<String> otherLabels, Optional<Instant> until) {
        this.labels = labels;
        this.otherLabels = otherLabels;
        this.until = until;
    }

    /**
     * Reads {@code label}, {@code label!} and {@code until}.
     *
     * @throws EngineException 400 for a moment that is none, or more than one
     */
    static PruneFilter of(Filters filters, Instant now) {
        Set<String> moments = filters.get("until");
        if (moments.size() > 1) {
            throw EngineException.invalid("more than one until filter specified");
        }
        try {
            return new PruneFilter(
                    filters.get("label"),
                    filters.get("label!"),
                    moments.stream().findFirst().map(m -> GoMoment.parse(m, now)));
        } catch (DateTimeException e) {
            throw EngineException.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a thing with these labels, made at this time, is meant. */
    boolean matches(@Nullable Map<String, String> its, Instant created) {
        return (until.isEmpty() || !created.isAfter(until.get()))
                && LabelFilter.matches(labels, its)
                && (otherLabels.isEmpty() || !LabelFilter.matches(otherLabels, its));
    }
}
