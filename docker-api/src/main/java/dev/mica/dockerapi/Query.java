package dev.mica.dockerapi;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request's query parameters, read as moby's {@code httputils} reads them: the first value
 * counts, and a parameter that is absent is the empty string.
 */
final class Query {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Query() {}

    /**
     * Parses what stands behind the question mark.
     *
     * @throws ApiException 400 for a broken escape
     */
    static Query parse(String raw) {
        var query = new Query();
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.values
                    .computeIfAbsent(RequestPath.decode(name, true), _ -> new ArrayList<>())
                    .add(RequestPath.decode(value, true));
        }
        return query;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The first value, or the empty string. */
    String string(String name) {
        List<String> given = values.get(name);
        return given == null ? "" : given.getFirst();
    }

    /** The first value if it says anything. */
    Optional<String> optional(String name) {
        return Optional.of(string(name)).filter(value -> !value.isEmpty());
    }

    /** Every value, in the order given. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** False for an absent or empty value, 0, no, false and none; true for all else. */
    boolean bool(String name) {
        return switch (string(name).trim().toLowerCase(Locale.ROOT)) {
            case "", "0", "no", "false", "none" -> false;
            default -> true;
        };
    }

    /** As {@link #bool}, with what an absent parameter means. */
    boolean bool(String name, boolean absent) {
        return has(name) ? bool(name) : absent;
    }

    /**
     * The number of an optional parameter.
     *
     * @param status the answer's status if it is none; moby has 500 for some and 400 for others
     * @throws ApiException in Go's words
     */
    OptionalInt integer(String name, int status) {
        String value = string(name);
        return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(atoi(value, status));
    }

    /**
     * A moment, {@code SECONDS[.FRACTION]} since 1970; empty for an absent one and for 0.
     *
     * @throws ApiException 500 in Go's words if it is no number
     */
    Optional<Instant> moment(String name) {
        String given = string(name);
        int dot = given.indexOf('.');
        String whole = dot < 0 ? given : given.substring(0, dot);
        String fraction = dot < 0 ? "" : given.substring(dot + 1);
        if (given.isEmpty() || given.equals("0")) {
            return Optional.empty();
        }
        try {
            String nanos = (fraction + "0".repeat(9)).substring(0, 9);
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(whole), Long.parseLong(nanos)));
        } catch (NumberFormatException | DateTimeException e) {
            throw new ApiException(
                    500, "strconv.ParseInt: parsing " + GoText.quote(given) + ": invalid syntax");
        }
    }

    /** A side of a terminal, which must be a number. */
    int side(String name) {
        return atoi(string(name), 400);
    }

    private static int atoi(String value, int status) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            boolean number = value.matches("[+-]?[0-9]+");
            throw new ApiException(
                    status,
                    "strconv.Atoi: parsing "
                            + GoText.quote(value)
                            + (number ? ": value out of range" : ": invalid syntax"));
        }
    }
}
