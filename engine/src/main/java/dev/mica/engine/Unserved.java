package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.image.json.RawJson;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses, by name, every option of Docker's that Mica does not serve; defaults never. */
final class Unserved {
    private static final Set<String> NETWORKS = Set.of("", "default", "bridge", "host", "none");
    private static final Set<String> SECURITY =
            Set.of("seccomp", "no-new-privileges", "apparmor", "label");

    private Unserved() {}

    static void check(ContainerConfig config, HostConfig host) {
        refuse(config.macAddress(), "--mac-address");
        refuse(config.domainname(), "--domainname");
        if (!NETWORKS.contains(host.networkMode())) {
            throw host.networkMode().startsWith("container:")
                    ? no("--network " + host.networkMode())
                    // not 404: clients take that for a missing image and pull
                    : EngineException.invalid("network " + host.networkMode() + " not found");
        }
        refuse(host.portBindings(), "-p (PortBindings)");
        refuse(host.publishAllPorts(), "-P (PublishAllPorts)");
        String policy = host.restartPolicy().name();
        refuse(!policy.isEmpty() && !policy.equals("no"), "--restart " + policy);
        refuse(host.volumeDriver().equals("local") ? "" : host.volumeDriver(), "--volume-driver");
        refuse(host.volumesFrom(), "--volumes-from");
        refuse(host.links(), "--link");
        refuse(host.cgroup(), "Cgroup");
        mode(host.pidMode(), "--pid");
        mode(host.utsMode(), "--uts");
        if (host.utsMode().equals("host") && !config.hostname().isEmpty()) {
            throw EngineException.invalid("conflicting options: hostname and the UTS mode");
        }
        mode(host.usernsMode(), "--userns");
        refuse(
                !Set.of("", "host", "private", "none").contains(host.ipcMode())
                        || host.ipcMode().equals("none"),
                "--ipc " + host.ipcMode());
        refuse(host.isolation().equals("default") ? "" : host.isolation(), "--isolation");
        refuse(
                host.runtime().equals("runc") || host.runtime().equals("io.containerd.runc.v2")
                        ? ""
                        : host.runtime(),
                "--runtime " + host.runtime());
        refuse(host.cgroupParent(), "--cgroup-parent");
        refuse(host.storageOpt(), "--storage-opt");
        refuse(host.annotations(), "--annotation");
        refuse(host.blkioWeight() != 0, "--blkio-weight");
        refuse(host.blkioWeightDevice(), "--blkio-weight-device");
        refuse(host.blkioDeviceReadBps(), "--device-read-bps");
        refuse(host.blkioDeviceWriteBps(), "--device-write-bps");
        refuse(host.blkioDeviceReadIops(), "--device-read-iops");
        refuse(host.blkioDeviceWriteIops(), "--device-write-iops");
        refuse(host.cpuRealtimePeriod() != 0, "--cpu-rt-period");
        refuse(host.cpuRealtimeRuntime() != 0, "--cpu-rt-runtime");
        refuse(host.deviceCgroupRules(), "--device-cgroup-rule");
        refuse(host.deviceRequests(), "--gpus (DeviceRequests)");
        refuse(host.kernelMemory() != 0, "--kernel-memory");
        refuse(host.kernelMemoryTcp() != 0, "KernelMemoryTCP");
        RawJson init = host.init();
        refuse(init != null && init.text().equals("true"), "--init");
        for (String option : SpecBuilder.orEmpty(host.securityOpt())) {
            String name = option.split("[=:]", 2)[0];
            if (!SECURITY.contains(name)) {
                throw EngineException.invalid("invalid --security-opt 2: \"" + option + "\"");
            }
        }
        for (Mount mount : SpecBuilder.orEmpty(host.mounts())) {
            refuse(
                    mount.type().equals("volume") && !mount.source().isEmpty(),
                    "a named volume (" + mount.source() + ")");
            Mount.VolumeOptions volume = mount.volumeOptions();
            refuse(volume != null && volume.driverConfig() != null, "a volume's driver");
        }
    }

    private static void mode(String mode, String option) {
        refuse(!mode.isEmpty() && !mode.equals("host"), option + " " + mode);
    }

    /** Refuses what a container cannot have of the networks that it names at its creation. */
    static void check(NetworkingConfig networking) {
        Map<String, @Nullable EndpointSettings> endpoints = networking.endpoints();
        if (endpoints == null) {
            return;
        }
        if (endpoints.size() > 1) {
            throw EngineException.invalid(
                    "Container cannot be connected to network endpoints: "
                            + String.join(", ", endpoints.keySet()));
        }
        for (EndpointSettings endpoint : endpoints.values()) {
            if (endpoint != null) {
                check(endpoint);
            }
        }
    }

    private static void check(EndpointSettings endpoint) {
        String addresses = endpoint.ipamConfig().text();
        if (addresses.contains("\"IPv4Address\"") || addresses.contains("\"IPv6Address\"")) {
            throw EngineException.invalid(
                    "user specified IP address is supported on user defined networks only");
        }
        refuse(endpoint.ipamConfig(), "--link-local-ip");
        refuse(endpoint.macAddress(), "--mac-address");
        refuse(endpoint.links(), "--link");
        refuse(endpoint.aliases(), "--network-alias");
        refuse(endpoint.driverOpts(), "--network driver-opt");
    }

    private static void refuse(String value, String option) {
        refuse(!value.isEmpty(), option);
    }

    private static void refuse(@Nullable Collection<?> values, String option) {
        refuse(values != null && !values.isEmpty(), option);
    }

    private static void refuse(@Nullable Map<?, ?> values, String option) {
        refuse(values != null && !values.isEmpty(), option);
    }

    private static void refuse(RawJson value, String option) {
        refuse(!Set.of("null", "[]", "{}").contains(value.text()), option);
    }

    private static void refuse(boolean asked, String option) {
        if (asked) {
            throw no(option);
        }
    }

    private static EngineException no(String option) {
        return EngineException.notImplemented("Mica does not serve " + option);
    }
}
