package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.engine.Filters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "True", "yes", "x"})
    void whatIsNotAWordForNoIsYes(String value) {
        assertThat(Query.parse("all=" + value).bool("all")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "false", "False", "no", "none"})
    void theWordsForNo(String value) {
        assertThat(Query.parse("all=" + value).bool("all")).isFalse();
    }

    @Test
    void theFirstValueCountsAndAbsentIsEmpty() {
        Query query = Query.parse("a=1&a=2&b=x+y%2Bz&c");
        assertThat(query.string("a")).isEqualTo("1");
        assertThat(query.all("a")).containsExactly("1", "2");
        assertThat(query.string("b")).isEqualTo("x y+z");
        assertThat(query.has("c")).isTrue();
        assertThat(query.optional("c")).isEmpty();
        assertThat(query.string("d")).isEmpty();
    }

    @Test
    void numbersThatAreNoneAreRefusedInGosWords() {
        assertThat(Query.parse("n=-7").integer("n", 500)).hasValue(-7);
        assertThat(Query.parse("n=").integer("n", 500)).isEmpty();
        assertThatThrownBy(() -> Query.parse("n=x").integer("n", 500))
                .hasMessage("strconv.Atoi: parsing \"x\": invalid syntax");
        assertThatThrownBy(() -> Query.parse("n=99999999999").integer("n", 400))
                .hasMessage("strconv.Atoi: parsing \"99999999999\": value out of range");
    }

    @Test
    void momentsAreSecondsWithAFraction() {
        Query query = Query.parse("a=1700000000&b=1.5&c=0&d=x&e=");
        assertThat(query.moment("a")).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(query.moment("b")).contains(Instant.ofEpochSecond(1, 500_000_000));
        assertThat(query.moment("c")).isEmpty();
        assertThat(query.moment("e")).isEmpty();
        assertThatThrownBy(() -> query.moment("d"))
                .hasMessage("strconv.ParseInt: parsing \"x\": invalid syntax");
    }

    @Test
    void filtersComeAsObjectsAndAsLists() {
        assertThat(filters("{\"label\":{\"a=b\":true,\"c\":false},\"id\":{}}"))
                .isEqualTo(Map.of("label", Set.of("a=b"), "id", Set.of()));
        assertThat(filters("{\"label\":[\"a=b\",\"c\"]}"))
                .isEqualTo(Map.of("label", Set.of("a=b", "c")));
        assertThat(FilterParameter.of(Query.parse("filters="))).isEqualTo(Filters.NONE);
        assertThatThrownBy(() -> filters("bad"))
                .hasMessage("invalid character 'b' looking for beginning of value");
    }

    private static Map<String, Set<String>> filters(String json) {
        String encoded = URLEncoder.encode(json, StandardCharsets.UTF_8);
        return FilterParameter.of(Query.parse("filters=" + encoded)).values();
    }
}
