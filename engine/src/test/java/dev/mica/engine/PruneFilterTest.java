package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PruneFilterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant YESTERDAY = Instant.parse("2025-12-31T00:00:00Z");

    private static PruneFilter of(String key, String... values) {
        return PruneFilter.of(new Filters(Map.of(key, Set.of(values))), NOW);
    }

    @Test
    void withoutAFilterAllIsMeant() {
        assertThat(PruneFilter.of(Filters.NONE, NOW).matches(null, NOW)).isTrue();
    }

    @Test
    void whatIsYoungerThanTheMomentIsKept() {
        PruneFilter filter = of("until", "12h");

        assertThat(filter.matches(null, YESTERDAY)).isTrue();
        assertThat(filter.matches(null, NOW.minusSeconds(60))).isFalse();
    }

    @Test
    void allLabelsMustBeThere() {
        PruneFilter filter = of("label", "a", "b=1");

        assertThat(filter.matches(Map.of("a", "", "b", "1"), NOW)).isTrue();
        assertThat(filter.matches(Map.of("a", "", "b", "2"), NOW)).isFalse();
        assertThat(filter.matches(null, NOW)).isFalse();
    }

    @Test
    void whatHasAllTheOtherLabelsIsKept() {
        PruneFilter filter = of("label!", "a", "b");

        assertThat(filter.matches(Map.of("a", "", "b", ""), NOW)).isFalse();
        assertThat(filter.matches(Map.of("a", ""), NOW)).isTrue();
        assertThat(filter.matches(null, NOW)).isTrue();
    }

    @Test
    void aMomentThatIsNoneRemovesNothing() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> of("until", "soon"))
                .withMessage("failed to parse value as time or duration: \"soon\"");
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> of("until", "1h", "2h"))
                .withMessage("more than one until filter specified");
    }
}
