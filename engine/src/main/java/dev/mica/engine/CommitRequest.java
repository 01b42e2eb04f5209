package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import java.util.List;
import java.util.Optional;

/**
 * What {@code docker commit} makes.
 *
 * @param container which
 * @param repository the new image's name; empty for none
 * @param tag the new image's tag; empty for {@code latest}
 * @param author who; empty for nobody
 * @param comment a remark
 * @param pause whether the container is frozen meanwhile
 * @param changes Dockerfile instructions to apply to the config
 * @param config the request's body: what replaces the container's own config
 */
public record CommitRequest(
        String container,
        String repository,
        String tag,
        String author,
        String comment,
        boolean pause,
        List<String> changes,
        Optional<ContainerConfig> config) {

    public CommitRequest {
        changes = List.copyOf(changes);
    }
}
