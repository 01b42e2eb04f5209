package dev.mica.engine;

import dev.mica.image.Platform;
import java.util.List;
import java.util.Optional;

/**
 * What {@code docker import} makes.
 *
 * @param source for the history, {@code -} for the client's input
 * @param repository the new image's name; empty for none
 * @param tag the new image's tag; empty for {@code latest}
 * @param message a remark; empty for Docker's own
 * @param changes Dockerfile instructions to apply to the config
 * @param platform of the image; empty for the host's
 */
public record ImportRequest(
        String source,
        String repository,
        String tag,
        String message,
        List<String> changes,
        Optional<Platform> platform) {

    public ImportRequest {
        changes = List.copyOf(changes);
    }
}
