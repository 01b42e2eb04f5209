package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageId;
import dev.mica.storage.ImageStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events about images, with their labels. Thread-safe. */
final class ImageEvents {
    private final ImageStore images;
    private final EventLog log;

    ImageEvents(ImageStore images, EventLog log) {
        this.images = images;
        this.log = log;
    }

    /** Tells what was done to an image. */
    void publish(String action, ImageId id, String name) {
        Map<String, String> attributes = new LinkedHashMap<>();
        images.find(id)
                .map(i -> i.config())
                .flatMap(ImageConfig::config)
                .map(ContainerConfig::labels)
                .ifPresent(attributes::putAll);
        attributes.put("name", name);
        log.publish("image", action, id.toString(), attributes);
    }
}
