package dev.mica.engine;

import dev.mica.storage.spi.StatusRow;
import java.util.List;
import java.util.Optional;

/** Facts about the engine and its host, as {@code docker info} and {@code docker version} show. */
public interface SystemInfo {

    /** What can change, as it is now. */
    Snapshot snapshot();

    /** What the host is. */
    Host host();

    /** The programs that containers need, with their versions; empty versions where not found. */
    List<Component> components();

    /**
     * The engine at one moment.
     *
     * @param id made when the data-root was
     * @param containersRunning how many
     * @param containersPaused how many
     * @param containersStopped how many
     * @param images how many
     * @param driver the storage driver
     * @param driverStatus its rows
     * @param dataRoot the directory
     * @param loggingDriver {@code json-file}
     * @param cgroupDriver {@code cgroupfs}
     * @param cgroupVersion {@code 1} or {@code 2}
     * @param securityOptions such as {@code name=seccomp,profile=default}
     * @param runtimes by name; {@code runc}
     * @param defaultRuntime {@code runc}
     * @param warnings for the user to read
     * @param eventListeners how many
     * @param execs how many are known
     * @param debug whether the engine was started so
     * @param registryMirrors URLs
     * @param insecureRegistries hosts and CIDRs
     * @param bridgeNetwork whether there is a bridge network
     */
    record Snapshot(
            String id,
            int containersRunning,
            int containersPaused,
            int containersStopped,
            int images,
            String driver,
            List<StatusRow> driverStatus,
            String dataRoot,
            String loggingDriver,
            String cgroupDriver,
            String cgroupVersion,
            List<String> securityOptions,
            List<String> runtimes,
            String defaultRuntime,
            List<String> warnings,
            int eventListeners,
            int execs,
            boolean debug,
            List<String> registryMirrors,
            List<String> insecureRegistries,
            boolean bridgeNetwork) {}

    /**
     * The host.
     *
     * @param name its host name
     * @param kernelVersion such as {@code 6.1.0-18-amd64}
     * @param operatingSystem such as {@code Debian GNU/Linux 12 (bookworm)}
     * @param osVersion such as {@code 12}
     * @param architecture as {@code uname -m} says it
     * @param goArchitecture as images say it, such as {@code amd64}
     * @param cpus how many
     * @param memory in bytes
     * @param limits which limits the kernel's cgroups know
     */
    record Host(
            String name,
            String kernelVersion,
            String operatingSystem,
            String osVersion,
            String architecture,
            String goArchitecture,
            int cpus,
            long memory,
            Limits limits) {}

    /**
     * What the host's cgroups can limit.
     *
     * @param memory memory
     * @param swap swap
     * @param kernelMemoryTcp TCP buffers
     * @param cpuCfsPeriod CPU quota's period
     * @param cpuCfsQuota CPU quota
     * @param cpuShares CPU weight
     * @param cpuset CPUs and memory nodes
     * @param pids processes
     * @param oomKillDisable whether the OOM killer can be kept off
     * @param ipv4Forwarding whether packets are forwarded
     * @param bridgeNfIptables whether bridged IPv4 passes iptables
     * @param bridgeNfIp6tables whether bridged IPv6 passes ip6tables
     */
    record Limits(
            boolean memory,
            boolean swap,
            boolean kernelMemoryTcp,
            boolean cpuCfsPeriod,
            boolean cpuCfsQuota,
            boolean cpuShares,
            boolean cpuset,
            boolean pids,
            boolean oomKillDisable,
            boolean ipv4Forwarding,
            boolean bridgeNfIptables,
            boolean bridgeNfIp6tables) {}

    /**
     * A program.
     *
     * @param name such as {@code runc}
     * @param version such as {@code 1.1.5}; empty where the program was not found
     * @param commit what it was built from, where it says so
     */
    record Component(String name, String version, Optional<String> commit) {}
}
