package dev.mica.dockerapi;

import dev.mica.engine.Filters;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.RawJson;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The parameter {@code filters} of lists, prunes and events: JSON in one of two forms, {@code
 * {"label":{"a=b":true}}} from Go clients and {@code {"label":["a=b"]}} from all others.
 */
final class FilterParameter {
    private FilterParameter() {}

    /**
     * The values asked for by key; empty where the parameter is absent.
     *
     * @throws ApiException 500 for what is neither form, in Go's words
     */
    static Filters of(Query query) {
        String json = query.string("filters");
        if (json.isEmpty()) {
            return Filters.NONE;
        }
        try {
            Map<String, Set<String>> filters = new LinkedHashMap<>();
            RawJson all = GoJson.read(json, RawJson.class);
            if (!all.isNull()) {
                all.as(JsonMembers.class)
                        .values()
                        .forEach((key, values) -> filters.put(key, values(values)));
            }
            return new Filters(filters);
        } catch (MalformedJsonException e) {
            throw new ApiException(500, String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> values(RawJson values) {
        Set<String> given = new LinkedHashSet<>();
        if (values.isObject()) {
            values.as(JsonMembers.class)
                    .values()
                    .forEach(
                            (value, wanted) -> {
                                if (wanted.as(Boolean.class)) {
                                    given.add(value);
                                }
                            });
        } else {
            given.addAll(GoJson.readList(GoStruct.bytes(values), String.class));
        }
        return given;
    }
}
