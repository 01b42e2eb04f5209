package dev.mica.engine;

import java.util.Set;

/** Which events a listener wants to hear of, by the rules of moby's {@code events.Filter}. */
final class EventFilter {
    /** Their action goes on after a colon, so that its beginning matches as well. */
    private static final Set<String> OPEN_ENDED =
            Set.of("health_status", "exec_create", "exec_start");

    private final Filters filters;

    EventFilter(Filters filters) {
        this.filters = filters;
    }

    boolean matches(Event event) {
        return action(event)
                && exact("type", event.type())
                && exact("scope", "local")
                && named(event, "daemon")
                && named(event, "container")
                && named(event, "plugin")
                && named(event, "volume")
                && named(event, "network")
                && image(event)
                && labels(event);
    }

    private boolean action(Event event) {
        Set<String> wanted = filters.get("event");
        boolean openEnded = wanted.stream().anyMatch(OPEN_ENDED::contains);
        return openEnded ? begins("event", event.action()) : exact("event", event.action());
    }

    private boolean named(Event event, String type) {
        return !filters.has(type)
                || (event.type().equals(type)
                        && (begins(type, event.actorId())
                                || begins(type, event.attributes().getOrDefault("name", ""))));
    }

    private boolean image(Event event) {
        String attribute = event.type().equals("image") ? "name" : "image";
        String name = event.attributes().getOrDefault(attribute, "");
        return exact("image", event.actorId())
                || exact("image", name)
                || exact("image", withoutTag(name));
    }

    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    private boolean labels(Event event) {
        return LabelFilter.matches(filters.get("label"), event.attributes());
    }

    private boolean exact(String key, String value) {
        return !filters.has(key) || filters.get(key).contains(value);
    }

    private boolean begins(String key, String value) {
        return !filters.has(key) || filters.get(key).stream().anyMatch(value::startsWith);
    }
}
