package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that {@link SpecBuilder} needs to know of a container that is about to start.
 *
 * @param id of the container
 * @param rootfs its mounted root file system
 * @param args the command and its arguments
 * @param config what is the same on every host; its environment already has the image's
 * @param hostConfig what is this host's, checked
 * @param user looked up in the container's root
 * @param hostname empty where the host's is used
 * @param mounts bind mounts, volumes and the files of {@code /etc}, sources on the host
 * @param networkNamespace of a namespace made beforehand; empty for one of its own, or the host's
 *     where the network mode says so
 * @param cgroupV2 whether the host has cgroup v2 alone
 * @param bounding the capabilities this daemon can hand on
 * @param architecture as images name it, {@code amd64}
 * @param appArmorProfile empty for none
 */
record SpecInput(
        String id,
        Path rootfs,
        List<String> args,
        ContainerConfig config,
        HostConfig hostConfig,
        OciSpec.User user,
        String hostname,
        List<MountPoint> mounts,
        Optional<Path> networkNamespace,
        boolean cgroupV2,
        List<String> bounding,
        String architecture,
        String appArmorProfile) {}
