package dev.mica.dockerapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with variables: {@code /containers/{id}/json} has one that is one segment, {@code
 * /images/{name...}/json} one that takes in as many as it can, since an image's name has slashes.
 */
final class PathTemplate {
    private final List<String> segments;

    private PathTemplate(List<String> segments) {
        this.segments = segments;
    }

    static PathTemplate of(String template) {
        return new PathTemplate(List.of(template.split("/", -1)));
    }

    /** The values of the variables if {@code path}, already decoded, has this form. */
    Optional<Map<String, String>> match(String path) {
        String[] given = path.split("/", -1);
        int spare = given.length - segments.size();
        if (spare < 0) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        int at = 0;
        for (String segment : segments) {
            if (segment.endsWith("...}")) {
                int end = at + spare + 1;
                String value = String.join("/", List.of(given).subList(at, end));
                variables.put(segment.substring(1, segment.length() - 4), value);
                at = end;
                spare = 0;
            } else if (segment.startsWith("{")) {
                if (given[at].isEmpty()) {
                    return Optional.empty();
                }
                variables.put(segment.substring(1, segment.length() - 1), given[at++]);
            } else if (!segment.equals(given[at++])) {
                return Optional.empty();
            }
        }
        return spare == 0 ? Optional.of(variables) : Optional.empty();
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
