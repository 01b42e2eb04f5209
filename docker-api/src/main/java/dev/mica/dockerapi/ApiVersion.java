package dev.mica.dockerapi;

import java.util.ArrayList;
import java.util.List;

/**
 * A version of the Docker Engine API as it stands in a request's path, {@code 1.41}. Ordered part
 * by part as numbers, a missing part counting as 0; a part that is no number counts as 0 too, as in
 * moby's {@code api/types/versions}.
 */
record ApiVersion(List<Integer> parts) implements Comparable<ApiVersion> {
    /** The oldest version served. */
    static final ApiVersion OLDEST = parse("1.24");

    /** The newest version served; it is announced, and meant by a path without a version. */
    static final ApiVersion NEWEST = parse("1.44");

    ApiVersion {
        parts = List.copyOf(parts);
    }

    static ApiVersion parse(String text) {
        var parts = new ArrayList<Integer>();
        for (String part : text.split("\\.", -1)) {
            parts.add(number(part));
        }
        return new ApiVersion(parts);
    }

    private static int number(String part) {
        try {
            return Integer.parseInt(part);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether this is {@code 1.minor} or later. */
    boolean atLeast(int minor) {
        return compareTo(new ApiVersion(List.of(1, minor))) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        int length = Math.max(parts.size(), other.parts.size());
        for (int i = 0; i < length; i++) {
            int order = Integer.compare(part(i), other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int part(int index) {
        return index < parts.size() ? parts.get(index) : 0;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int part : parts) {
            text.append(text.isEmpty() ? "" : ".").append(part);
        }
        return text.toString();
    }
}
