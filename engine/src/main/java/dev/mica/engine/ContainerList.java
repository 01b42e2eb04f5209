package dev.mica.engine;

import dev.mica.storage.ReadWriteLayer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code docker ps}. */
final class ContainerList {
    private static final Set<String> KEYS =
            Set.of(
                    "ancestor",
                    "before",
                    "exited",
                    "expose",
                    "health",
                    "id",
                    "is-task",
                    "isolation",
                    "label",
                    "label!",
                    "name",
                    "network",
                    "publish",
                    "since",
                    "status",
                    "volume");
    private static final Set<String> STATES =
            Set.of("created", "dead", "exited", "paused", "removing", "restarting", "running");

    private final ContainerIndex index;
    private final Parts parts;

    ContainerList(ContainerIndex index, Parts parts) {
        this.index = index;
        this.parts = parts;
    }

    List<ContainerSummary> list(ListQuery query) {
        Filters filters = query.filters();
        filters.onlyKnow(KEYS);
        for (String state : filters.get("status")) {
            if (!STATES.contains(state)) {
                throw EngineException.invalid("Invalid filter 'status=" + state + "'");
            }
        }
        filters.get("exited").forEach(ContainerList::checkNumber);
        filters.get("since").forEach(this::checkKnown);
        filters.get("before").forEach(this::checkKnown);
        List<LiveContainer> all = new ArrayList<>(index.all());
        all.sort(Comparator.comparing((LiveContainer c) -> c.stored().created()).reversed());
        List<LiveContainer> wanted = new ArrayList<>();
        boolean stopped =
                query.all()
                        || query.limit() > 0
                        || filters.has("status")
                        || filters.has("exited")
                        || query.since().isPresent()
                        || query.before().isPresent();
        for (LiveContainer c : all) {
            if ((stopped || c.state().running()) && matches(c, query)) {
                wanted.add(c);
            }
            if (query.limit() > 0 && wanted.size() == query.limit()) {
                break;
            }
        }
        return wanted.stream().map(c -> summary(c, query.size())).toList();
    }

    private static void checkNumber(String exited) {
        try {
            Integer.parseInt(exited);
        } catch (NumberFormatException e) {
            throw EngineException.system(
                    "strconv.Atoi: parsing \"" + exited + "\": invalid syntax");
        }
    }

    /** Also where no container is compared with it: what nobody knows is a mistake. */
    private void checkKnown(String ref) {
        try {
            index.get(ref);
        } catch (EngineException e) {
            throw e.kind() == EngineException.Kind.NOT_FOUND
                    ? EngineException.system("no such container " + ref)
                    : e;
        }
    }

    private boolean matches(LiveContainer c, ListQuery query) {
        Filters f = query.filters();
        StoredContainer s = c.stored();
        return inTime(c, query)
                && (!f.has("id") || f.get("id").stream().anyMatch(c.id()::startsWith))
                && (!f.has("name") || f.get("name").stream().anyMatch(n -> named(c.name(), n)))
                && (!f.has("status") || f.get("status").contains(c.state().status()))
                && (!f.has("exited")
                        || (c.state().status().equals("exited")
                                && f.get("exited")
                                        .contains(Integer.toString(c.state().exitCode()))))
                && LabelFilter.matches(f.get("label"), s.config().labels())
                && !LabelFilter.matchesAny(f.get("label!"), s.config().labels())
                && (!f.has("ancestor")
                        || f.get("ancestor").stream()
                                .anyMatch(
                                        a ->
                                                s.config().image().equals(a)
                                                        || s.config().image().equals(a + ":latest")
                                                        || s.image().equals(a)
                                                        || s.image().substring(7).startsWith(a)))
                && (!f.has("network")
                        || f.get("network").contains(LocalContainers.networkName(c.hostConfig())))
                && (!f.has("volume")
                        || f.get("volume").stream()
                                .anyMatch(
                                        v ->
                                                s.mounts().values().stream()
                                                        .anyMatch(
                                                                m ->
                                                                        m.name().equals(v)
                                                                                || m.destination()
                                                                                        .equals(
                                                                                                v))))
                && (!f.has("health") || f.get("health").contains("none"))
                && (!f.has("is-task") || !f.get("is-task").contains("true"))
                && !f.has("publish")
                && (!f.has("expose") || exposes(s, f.get("expose")));
    }

    private static boolean exposes(StoredContainer s, Set<String> wanted) {
        Set<String> ports = s.config().exposedPorts();
        return ports != null
                && wanted.stream().anyMatch(w -> ports.contains(w) || ports.contains(w + "/tcp"));
    }

    private static boolean named(String name, String pattern) {
        try {
            return Pattern.compile(pattern).matcher("/" + name).find()
                    || Pattern.compile(pattern).matcher(name).find();
        } catch (PatternSyntaxException e) {
            return name.contains(pattern);
        }
    }

    private boolean inTime(LiveContainer c, ListQuery query) {
        Set<String> since = query.filters().get("since");
        Set<String> before = query.filters().get("before");
        Instant created = c.stored().created();
        return since.stream().allMatch(r -> created.isAfter(created(r)))
                && before.stream().allMatch(r -> created.isBefore(created(r)))
                && query.since().stream().allMatch(r -> created.isAfter(created(r)))
                && query.before().stream().allMatch(r -> created.isBefore(created(r)));
    }

    private Instant created(String ref) {
        return index.get(ref).stored().created();
    }

    private ContainerSummary summary(LiveContainer c, boolean size) {
        StoredContainer s = c.stored();
        Optional<ReadWriteLayer> layer =
                size ? parts.layers().findReadWrite(c.id()) : Optional.empty();
        Map<String, String> labels = s.config().labels();
        Map<String, EndpointSettings> networks = new TreeMap<>(s.networks().view().networks());
        return new ContainerSummary(
                c.id(),
                List.of("/" + c.name()),
                s.config().image(),
                s.image(),
                command(s),
                s.created(),
                ports(c),
                size ? ContainerViews.sizeRw(layer) : OptionalLong.empty(),
                size ? ContainerViews.sizeRootFs(layer) : OptionalLong.empty(),
                labels == null ? Map.of() : labels,
                c.state().status(),
                status(c.state()),
                c.hostConfig().networkMode(),
                networks,
                ContainerViews.mounts(c, parts));
    }

    private static List<Port> ports(LiveContainer c) {
        Set<String> exposed = c.stored().config().exposedPorts();
        if (exposed == null || !c.state().running()) {
            return List.of();
        }
        List<Port> ports = new ArrayList<>();
        for (String port : exposed) {
            int slash = port.indexOf('/');
            String number = slash < 0 ? port : port.substring(0, slash);
            if (number.matches("[0-9]{1,5}")) {
                ports.add(
                        new Port(
                                "",
                                Integer.parseInt(number),
                                0,
                                slash < 0 ? "tcp" : port.substring(slash + 1)));
            }
        }
        return ports;
    }

    private static String command(StoredContainer s) {
        StringBuilder text = new StringBuilder(s.path());
        for (String argument : SpecBuilder.orEmpty(s.args())) {
            boolean quoted = argument.contains(" ");
            text.append(' ').append(quoted ? "'" + argument + "'" : argument);
        }
        return text.toString();
    }

    private String status(StoredState state) {
        return switch (state.status()) {
            case "running" -> "Up " + since(state.startedAt());
            case "paused" -> "Up " + since(state.startedAt()) + " (Paused)";
            case "created" -> "Created";
            case "dead" -> "Dead";
            case "removing" -> "Removal In Progress";
            default -> "Exited (" + state.exitCode() + ") " + since(state.finishedAt()) + " ago";
        };
    }

    /** Docker's words for a while. */
    private String since(Instant then) {
        long seconds = Math.max(0, Duration.between(then, parts.clock().instant()).toSeconds());
        long minutes = seconds / 60;
        long hours = Math.round(seconds / 3600.0);
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }
}
