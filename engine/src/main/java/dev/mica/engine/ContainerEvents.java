package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events about containers, with their image, name and labels. Thread-safe. */
final class ContainerEvents {
    private final EventLog log;
    private final LocalNetworks networks;

    ContainerEvents(EventLog log, LocalNetworks networks) {
        this.log = log;
        this.networks = networks;
    }

    /** Tells of something that happened to a container. */
    void tell(LiveContainer container, String action, Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>();
        ContainerConfig config = container.stored().config();
        Map<String, String> labels = config.labels();
        if (labels != null) {
            attributes.putAll(labels);
        }
        attributes.put("image", config.image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        log.publish("container", action, container.id(), attributes);
    }

    /** Tells of it and its network. */
    void tellNetwork(LiveContainer container, String action) {
        String network = LocalContainers.networkName(container.hostConfig());
        log.publish(
                "network",
                action,
                networks.id(network),
                Map.of(
                        "container",
                        container.id(),
                        "name",
                        network,
                        "type",
                        network.equals("none") ? "null" : network));
    }
}
