package dev.mica.dockerapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes by method, searched in the order in which they were added: the first that fits. */
final class RouteTable {
    private final Map<String, List<Route>> routes = new HashMap<>();

    /** A route found, with what its variables stand for. */
    record Match(Route route, Map<String, String> variables) {}

    RouteTable get(String template, Handler handler) {
        return add("GET", template, handler);
    }

    RouteTable head(String template, Handler handler) {
        return add("HEAD", template, handler);
    }

    RouteTable post(String template, Handler handler) {
        return add("POST", template, handler);
    }

    RouteTable put(String template, Handler handler) {
        return add("PUT", template, handler);
    }

    RouteTable delete(String template, Handler handler) {
        return add("DELETE", template, handler);
    }

    RouteTable options(String template, Handler handler) {
        return add("OPTIONS", template, handler);
    }

    private RouteTable add(String method, String template, Handler handler) {
        routes.computeIfAbsent(method, _ -> new ArrayList<>())
                .add(new Route(method, PathTemplate.of(template), handler));
        return this;
    }

    /** The first route for {@code method} that {@code path}, decoded and unversioned, fits. */
    Optional<Match> match(String method, String path) {
        for (Route route : routes.getOrDefault(method, List.of())) {
            Optional<Map<String, String>> variables = route.template().match(path);
            if (variables.isPresent()) {
                return Optional.of(new Match(route, variables.get()));
            }
        }
        return Optional.empty();
    }
}
