package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * All about a container at one moment, as {@code docker inspect} shows it. Immutable.
 *
 * @param id 64 hexadecimal digits
 * @param created when it was made
 * @param path the command
 * @param args its arguments
 * @param state what it does
 * @param imageId {@code sha256:…}; empty for a container without an image
 * @param resolvConfPath on the host; empty before the first start
 * @param hostnamePath on the host; empty before the first start
 * @param hostsPath on the host; empty before the first start
 * @param logPath on the host; empty where nothing is logged
 * @param name without slash
 * @param restartCount how often a policy restarted it
 * @param driver the storage driver
 * @param platform the operating system, {@code linux}
 * @param mountLabel SELinux's, empty
 * @param processLabel SELinux's, empty
 * @param appArmorProfile empty where there is none
 * @param execIds of execs that have not ended; null in JSON where empty
 * @param hostConfig what is this host's
 * @param graphData the storage driver's; null in JSON where empty
 * @param sizeRw bytes the container wrote; empty unless asked for
 * @param sizeRootFs bytes of everything it sees; empty unless asked for
 * @param mounts sorted by destination
 * @param config what is the same on every host
 * @param networkSettings addresses and ports
 */
public record Container(
        String id,
        Instant created,
        String path,
        List<String> args,
        ContainerState state,
        String imageId,
        String resolvConfPath,
        String hostnamePath,
        String hostsPath,
        String logPath,
        String name,
        int restartCount,
        String driver,
        String platform,
        String mountLabel,
        String processLabel,
        String appArmorProfile,
        List<String> execIds,
        HostConfig hostConfig,
        Map<String, String> graphData,
        OptionalLong sizeRw,
        OptionalLong sizeRootFs,
        List<MountPoint> mounts,
        ContainerConfig config,
        NetworkSettings networkSettings) {}
