package dev.mica.cli;

import java.util.List;
import java.util.Locale;

/** {@code --filter KEY=VALUE} as the API takes it: {@code {"KEY":{"VALUE":true}}}. */
final class Filters {

    private Filters() {}

    /**
     * The JSON of all filters.
     *
     * @throws BadFlagException for one without {@code =}
     */
    static String json(List<String> filters) {
        Json.Members keys = new Json.Members();
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals < 0) {
                throw new BadFlagException(
                        "-f, --filter", filter, "bad format of filter (expected name=value)");
            }
            String key = filter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            Json values = keys.values().computeIfAbsent(key, _ -> new Json.Members());
            ((Json.Members) values).put(filter.substring(equals + 1).strip(), true);
        }
        return keys.toString();
    }
}
