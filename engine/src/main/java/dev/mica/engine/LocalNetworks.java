package dev.mica.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The networks that every engine has. Thread-safe. */
final class LocalNetworks implements Networks {
    private static final Set<String> KEYS =
            Set.of("dangling", "driver", "id", "label", "name", "scope", "type");

    private final Optional<DefaultBridge> bridge;
    private final String hostId;
    private final String noneId;
    private final Instant created;
    private final Supplier<List<Connected>> connected;

    /**
     * @param hostId of the network host, made with the data-root; so {@code noneId}
     * @param connected the running containers, at the moment it is asked
     */
    LocalNetworks(
            Optional<DefaultBridge> bridge,
            String hostId,
            String noneId,
            Instant created,
            Supplier<List<Connected>> connected) {
        this.bridge = bridge;
        this.hostId = hostId;
        this.noneId = noneId;
        this.created = created;
        this.connected = connected;
    }

    /**
     * A running container.
     *
     * @param network {@code bridge}, {@code host} or {@code none}
     * @param containerId of the container
     * @param endpoint what the network shows of it
     */
    record Connected(String network, String containerId, Network.Endpoint endpoint) {}

    /** The id of a network by its name. */
    String id(String name) {
        return switch (name) {
            case "host" -> hostId;
            case "none" -> noneId;
            default -> bridge.map(DefaultBridge::id).orElse("");
        };
    }

    private List<Network> all() {
        List<Connected> now = connected.get();
        List<Network> result = new ArrayList<>();
        bridge.ifPresent(b -> result.add(bridge(b, now)));
        result.add(plain("host", hostId, "host", now));
        result.add(plain("none", noneId, "null", now));
        return result;
    }

    private Network bridge(DefaultBridge b, List<Connected> now) {
        return new Network(
                "bridge",
                b.id(),
                created,
                "bridge",
                List.of(new Network.Subnet(b.subnet().toString(), b.gateway())),
                endpoints("bridge", now),
                Map.of(
                        "com.docker.network.bridge.default_bridge",
                        "true",
                        "com.docker.network.bridge.enable_icc",
                        "true",
                        "com.docker.network.bridge.enable_ip_masquerade",
                        "true",
                        "com.docker.network.bridge.host_binding_ipv4",
                        "0.0.0.0",
                        "com.docker.network.bridge.name",
                        b.name(),
                        "com.docker.network.driver.mtu",
                        "1500"));
    }

    private Network plain(String name, String id, String driver, List<Connected> now) {
        return new Network(name, id, created, driver, List.of(), endpoints(name, now), Map.of());
    }

    private static Map<String, Network.Endpoint> endpoints(String name, List<Connected> now) {
        Map<String, Network.Endpoint> result = new TreeMap<>();
        now.stream()
                .filter(c -> c.network().equals(name))
                .forEach(c -> result.put(c.containerId(), c.endpoint()));
        return result;
    }

    @Override
    public List<Network> list(Filters filters) {
        filters.onlyKnow(KEYS);
        return all().stream().filter(n -> matches(n, filters)).toList();
    }

    private static boolean matches(Network n, Filters filters) {
        return (!filters.has("name") || filters.get("name").stream().anyMatch(n.name()::contains))
                && (!filters.has("id") || filters.get("id").stream().anyMatch(n.id()::contains))
                && (!filters.has("driver") || filters.get("driver").contains(n.driver()))
                && (!filters.has("scope") || filters.get("scope").contains("local"))
                && (!filters.has("type") || type(filters.get("type")))
                && (!filters.has("dangling")
                        || filters.get("dangling").stream().noneMatch(v -> v.matches("true|1")))
                && !filters.has("label");
    }

    private static boolean type(Set<String> wanted) {
        for (String w : wanted) {
            if (!w.equals("builtin") && !w.equals("custom")) {
                throw EngineException.invalid("invalid filter: 'type'='" + w + "'");
            }
        }
        return wanted.contains("builtin");
    }

    @Override
    public Network inspect(String ref) {
        List<Network> all = all();
        return all.stream()
                .filter(n -> n.name().equals(ref) || n.id().equals(ref))
                .findFirst()
                .or(
                        () ->
                                all.stream()
                                        .filter(n -> !ref.isEmpty() && n.id().startsWith(ref))
                                        .findFirst())
                .orElseThrow(() -> EngineException.notFound("network " + ref + " not found"));
    }

    @Override
    public void remove(String ref) {
        Network network = inspect(ref);
        throw new EngineException(
                EngineException.Kind.FORBIDDEN,
                network.name() + " is a pre-defined network and cannot be removed");
    }
}
