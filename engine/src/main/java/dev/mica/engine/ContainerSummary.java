package dev.mica.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A container as {@code docker ps} lists it. Immutable.
 *
 * @param id 64 hexadecimal digits
 * @param names with their leading slashes
 * @param image the image's name as given at create, or its id where the name now means another
 * @param imageId {@code sha256:…}
 * @param command the command and its arguments, with spaces between
 * @param created when it was made
 * @param ports exposed and published
 * @param sizeRw bytes the container wrote; empty unless asked for
 * @param sizeRootFs bytes of everything it sees; empty unless asked for
 * @param labels the user's metadata
 * @param state such as {@code running}
 * @param status such as {@code Up 3 seconds}
 * @param networkMode the host config's
 * @param networks by name
 * @param mounts sorted by destination
 */
public record ContainerSummary(
        String id,
        List<String> names,
        String image,
        String imageId,
        String command,
        Instant created,
        List<Port> ports,
        OptionalLong sizeRw,
        OptionalLong sizeRootFs,
        Map<String, String> labels,
        String state,
        String status,
        String networkMode,
        Map<String, EndpointSettings> networks,
        List<MountPoint> mounts) {}
