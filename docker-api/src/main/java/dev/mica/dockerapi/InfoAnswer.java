package dev.mica.dockerapi;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /info}, in the shape of Docker 20.10.
 *
 * @param kernelMemory up to version 1.41, else null and left out
 */
@Json
record InfoAnswer(
        @Json.Property("ID") String id,
        @Json.Property("Containers") int containers,
        @Json.Property("ContainersRunning") int containersRunning,
        @Json.Property("ContainersPaused") int containersPaused,
        @Json.Property("ContainersStopped") int containersStopped,
        @Json.Property("Images") int images,
        @Json.Property("Driver") String driver,
        @Json.Property("DriverStatus") @Nullable List<List<String>> driverStatus,
        @Json.Property("Plugins") Plugins plugins,
        @Json.Property("MemoryLimit") boolean memoryLimit,
        @Json.Property("SwapLimit") boolean swapLimit,
        @Json.Property("KernelMemory") @Json.Serializer(OmitNullFlag.class)
                @Nullable Boolean kernelMemory,
        @Json.Property("KernelMemoryTCP") boolean kernelMemoryTcp,
        @Json.Property("CpuCfsPeriod") boolean cpuCfsPeriod,
        @Json.Property("CpuCfsQuota") boolean cpuCfsQuota,
        @Json.Property("CPUShares") boolean cpuShares,
        @Json.Property("CPUSet") boolean cpuSet,
        @Json.Property("PidsLimit") boolean pidsLimit,
        @Json.Property("IPv4Forwarding") boolean ipv4Forwarding,
        @Json.Property("BridgeNfIptables") boolean bridgeNfIptables,
        @Json.Property("BridgeNfIp6tables") boolean bridgeNfIp6tables,
        @Json.Property("Debug") boolean debug,
        @Json.Property("NFd") int fileDescriptors,
        @Json.Property("OomKillDisable") boolean oomKillDisable,
        @Json.Property("NGoroutines") int threads,
        @Json.Property("SystemTime") String systemTime,
        @Json.Property("LoggingDriver") String loggingDriver,
        @Json.Property("CgroupDriver") String cgroupDriver,
        @Json.Property("CgroupVersion") String cgroupVersion,
        @Json.Property("NEventsListener") int eventListeners,
        @Json.Property("KernelVersion") String kernelVersion,
        @Json.Property("OperatingSystem") String operatingSystem,
        @Json.Property("OSVersion") String osVersion,
        @Json.Property("OSType") String osType,
        @Json.Property("Architecture") String architecture,
        @Json.Property("IndexServerAddress") String indexServerAddress,
        @Json.Property("RegistryConfig") RegistryConfig registryConfig,
        @Json.Property("NCPU") int cpus,
        @Json.Property("MemTotal") long memory,
        @Json.Property("GenericResources") @Nullable List<String> genericResources,
        @Json.Property("DockerRootDir") String dockerRootDir,
        @Json.Property("HttpProxy") String httpProxy,
        @Json.Property("HttpsProxy") String httpsProxy,
        @Json.Property("NoProxy") String noProxy,
        @Json.Property("Name") String name,
        @Json.Property("Labels") List<String> labels,
        @Json.Property("ExperimentalBuild") boolean experimentalBuild,
        @Json.Property("ServerVersion") String serverVersion,
        @Json.Property("Runtimes") Map<String, OciRuntime> runtimes,
        @Json.Property("DefaultRuntime") String defaultRuntime,
        @Json.Property("Swarm") Swarm swarm,
        @Json.Property("LiveRestoreEnabled") boolean liveRestoreEnabled,
        @Json.Property("Isolation") String isolation,
        @Json.Property("InitBinary") String initBinary,
        @Json.Property("ContainerdCommit") Commit containerdCommit,
        @Json.Property("RuncCommit") Commit runcCommit,
        @Json.Property("InitCommit") Commit initCommit,
        @Json.Property("SecurityOptions") List<String> securityOptions,
        @Json.Property("Warnings") @Nullable List<String> warnings) {

    /** What can be chosen by name. */
    @Json
    record Plugins(
            @Json.Property("Volume") List<String> volume,
            @Json.Property("Network") List<String> network,
            @Json.Property("Authorization") @Nullable List<String> authorization,
            @Json.Property("Log") List<String> log) {}

    /** How registries are spoken to. */
    @Json
    record RegistryConfig(
            @Json.Property("AllowNondistributableArtifactsCIDRs") List<String> foreignNetworks,
            @Json.Property("AllowNondistributableArtifactsHostnames") List<String> foreignHosts,
            @Json.Property("InsecureRegistryCIDRs") List<String> insecureNetworks,
            @Json.Property("IndexConfigs") Map<String, IndexConfig> indexes,
            @Json.Property("Mirrors") List<String> mirrors) {}

    /** How one registry is spoken to. */
    @Json
    record IndexConfig(
            @Json.Property("Name") String name,
            @Json.Property("Mirrors") List<String> mirrors,
            @Json.Property("Secure") boolean secure,
            @Json.Property("Official") boolean official) {}

    /** A container runtime. */
    @Json
    record OciRuntime(@Json.Property("path") String path) {}

    /** A build of a program. */
    @Json
    record Commit(@Json.Property("ID") String id, @Json.Property("Expected") String expected) {
        static final Commit NONE = new Commit("", "");
    }

    /** The swarm that no host of Mica's is part of. */
    @Json
    record Swarm(
            @Json.Property("NodeID") String nodeId,
            @Json.Property("NodeAddr") String nodeAddress,
            @Json.Property("LocalNodeState") String localNodeState,
            @Json.Property("ControlAvailable") boolean controlAvailable,
            @Json.Property("Error") String error,
            @Json.Property("RemoteManagers") @Nullable List<String> remoteManagers) {
        static final Swarm NONE = new Swarm("", "", "inactive", false, "", null);
    }
}
