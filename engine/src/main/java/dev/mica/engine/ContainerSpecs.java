package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.linux.Mounts;
import dev.mica.linux.Root;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runc is told of a container, and of an exec in it: gathered here, written by {@link
 * SpecBuilder}. Thread-safe.
 */
final class ContainerSpecs {
    private final Parts parts;
    private final LocalVolumes volumes;
    private volatile boolean appArmorLoaded;

    ContainerSpecs(Parts parts, LocalVolumes volumes) {
        this.parts = parts;
        this.volumes = volumes;
    }

    /** The specification of a container whose root file system is mounted. */
    OciSpec of(LiveContainer container, Path merged) {
        StoredContainer stored = container.stored();
        ContainerConfig config = stored.config();
        HostConfig host = container.hostConfig();
        OciSpec.User user;
        try (Root root = Root.open(parts.linux(), merged.toString(), Root.Links.WITHIN)) {
            user = ContainerUser.find(root, config.user(), SpecBuilder.orEmpty(host.groupAdd()));
            if (!config.workingDir().isEmpty()) {
                root.makeDirectoriesBehindLinks(config.workingDir(), 0755).close();
            }
        }
        SpecInput input = input(container, merged, user);
        SpecMounts.checkPropagation(input.mounts(), new Mounts(parts.linux())::list);
        return SpecBuilder.build(input);
    }

    /** What the specification of a container, or of an exec in it, is made from. */
    SpecInput input(LiveContainer container, Path merged, OciSpec.User user) {
        StoredContainer stored = container.stored();
        HostConfig host = container.hostConfig();
        List<MountPoint> mounts = new ArrayList<>();
        stored.mounts().values().forEach(m -> mounts.add(m.view(source(m))));
        ContainerHome home = container.home();
        boolean writable = !host.readonlyRootfs();
        etc(mounts, "/etc/resolv.conf", home.resolvConf(), writable);
        etc(mounts, "/etc/hostname", home.hostname(), writable);
        etc(mounts, "/etc/hosts", home.hosts(), writable);
        boolean bridged =
                parts.bridge().isPresent() && LocalContainers.networkName(host).equals("bridge");
        return new SpecInput(
                container.id(),
                merged,
                stored.command(),
                stored.config(),
                host,
                user,
                stored.config().hostname(),
                mounts,
                bridged
                        ? Optional.of(DefaultBridge.namespace(parts.execRoot(), container.id()))
                        : Optional.empty(),
                parts.cgroupV2(),
                parts.bounding(),
                HostFacts.imageArchitecture(),
                appArmor(host));
    }

    /** Where something that is mounted lies on the host. */
    String source(StoredMountPoint mount) {
        return mount.isVolume() ? volumes.inspect(mount.name()).mountpoint() : mount.source();
    }

    /** Adds a file of ours, unless the user mounts one there. */
    private static void etc(
            List<MountPoint> mounts, String destination, Path source, boolean writable) {
        if (mounts.stream().noneMatch(m -> m.destination().equals(destination))) {
            mounts.add(
                    new MountPoint(
                            "bind",
                            "",
                            source.toString(),
                            destination,
                            "",
                            "",
                            writable,
                            "rprivate"));
        }
    }

    private String appArmor(HostConfig host) {
        Optional<String> asked = SpecBuilder.securityOption(host, "apparmor");
        if (asked.isPresent()) {
            return asked.get().equals("unconfined") ? "" : asked.get();
        }
        if (host.privileged() || !AppArmor.usable()) {
            return "";
        }
        if (!appArmorLoaded) {
            AppArmor.load();
            appArmorLoaded = true;
        }
        return AppArmor.PROFILE;
    }
}
