package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFilterTest {
    private static final Event START =
            new Event(
                    "container",
                    "start",
                    "abc123",
                    Map.of("image", "busybox:1", "name", "web", "tier", "front"),
                    Instant.EPOCH);
    private static final Event EXEC =
            new Event("container", "exec_start: ls ", "abc123", Map.of(), Instant.EPOCH);
    private static final Event PULL =
            new Event("image", "pull", "busybox:1", Map.of("name", "busybox"), Instant.EPOCH);

    private static boolean matches(Event event, String key, String... values) {
        return new EventFilter(new Filters(Map.of(key, Set.of(values)))).matches(event);
    }

    @Test
    void withoutFiltersAllIsHeard() {
        assertThat(new EventFilter(Filters.NONE).matches(START)).isTrue();
    }

    @Test
    void containersAreMeantByTheBeginningOfIdOrName() {
        assertThat(matches(START, "container", "abc")).isTrue();
        assertThat(matches(START, "container", "web")).isTrue();
        assertThat(matches(START, "container", "bc1")).isFalse();
        assertThat(matches(PULL, "container", "busybox")).isFalse();
    }

    @Test
    void imagesAreMeantWithAndWithoutTheirTag() {
        assertThat(matches(START, "image", "busybox")).isTrue();
        assertThat(matches(START, "image", "busybox:1")).isTrue();
        assertThat(matches(PULL, "image", "busybox")).isTrue();
        assertThat(matches(START, "image", "busy")).isFalse();
    }

    @Test
    void actionsAreMeantWholeSaveThoseThatTellTheirCommand() {
        assertThat(matches(START, "event", "start", "die")).isTrue();
        assertThat(matches(START, "event", "sta")).isFalse();
        assertThat(matches(EXEC, "event", "exec_start")).isTrue();
    }

    @Test
    void allLabelsMustMatch() {
        assertThat(matches(START, "label", "tier=front")).isTrue();
        assertThat(matches(START, "label", "tier", "nosuch")).isFalse();
    }

    @Test
    void typesAndTheScopeAreMeantWhole() {
        assertThat(matches(START, "type", "container")).isTrue();
        assertThat(matches(START, "type", "image")).isFalse();
        assertThat(matches(START, "scope", "swarm")).isFalse();
    }
}
