package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.image.Platform;
import java.util.Optional;

/**
 * What a container is to be.
 *
 * @param name empty for a made-up one
 * @param config what is the same on every host
 * @param hostConfig what is this host's
 * @param networking the networks named at create
 * @param platform of the image; empty for the host's
 */
public record CreateRequest(
        Optional<String> name,
        ContainerConfig config,
        HostConfig hostConfig,
        NetworkingConfig networking,
        Optional<Platform> platform) {}
