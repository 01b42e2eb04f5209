package dev.mica.engine;

import dev.mica.image.Platform;
import java.util.Optional;

/**
 * What {@code docker pull} fetches.
 *
 * @param image the {@code fromImage} as the client wrote it
 * @param tag the {@code tag} as the client wrote it, a tag or a digest; empty for {@code
 *     fromImage}'s own, and where that has none either, all tags
 * @param platform of the image; empty for the host's
 * @param auth the {@code X-Registry-Auth}
 */
public record PullRequest(
        String image, String tag, Optional<Platform> platform, Optional<RegistryAuth> auth) {}
