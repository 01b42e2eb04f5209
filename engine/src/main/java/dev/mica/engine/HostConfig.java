package dev.mica.engine;

import dev.mica.image.json.OmitEmptyRaw;
import dev.mica.image.json.OmitEmptyText;
import dev.mica.image.json.OmitEmptyTextMap;
import dev.mica.image.json.RawJson;
import dev.mica.image.json.StringOrList;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is this host's in a container: moby's {@code container.HostConfig}, in the order and with
 * the {@code omitempty} of Docker 20.10. It is the file {@code hostconfig.json} and part of the
 * API's create body. "Unserved" is an option that {@link Unserved} refuses unless it has its
 * default value.
 *
 * <p>A list or map is null where JSON says {@code null} or nothing, which Docker keeps apart from
 * an empty one.
 *
 * @param binds {@code SOURCE:TARGET[:OPTIONS]}
 * @param containerIdFile the client's business
 * @param logConfig how output is logged
 * @param networkMode {@code none}, {@code host}, {@code bridge}; {@code default} and empty for the
 *     last
 * @param portBindings unserved: ports to publish
 * @param restartPolicy unserved but for {@code no}
 * @param autoRemove whether the container goes when it ends
 * @param volumeDriver unserved but for {@code local}
 * @param volumesFrom unserved
 * @param capAdd capabilities beyond the default ones
 * @param capDrop capabilities taken from the default ones
 * @param cgroupnsMode {@code host}, {@code private}; empty for the host's default
 * @param dns name servers
 * @param dnsOptions options of resolv.conf
 * @param dnsSearch search domains
 * @param extraHosts {@code NAME:ADDRESS} for /etc/hosts
 * @param groupAdd further groups, names or ids
 * @param ipcMode {@code host}, {@code private}, {@code none}; empty for private
 * @param cgroup unserved
 * @param links unserved
 * @param oomScoreAdj unserved: preference for the OOM killer
 * @param pidMode {@code host} or empty
 * @param privileged whether it may do what the engine may
 * @param publishAllPorts unserved
 * @param readonlyRootfs whether its root cannot be written
 * @param securityOpt {@code seccomp=}, {@code apparmor=}, {@code no-new-privileges}
 * @param storageOpt options of the storage driver
 * @param tmpfs options by mount point
 * @param utsMode {@code host} or empty
 * @param usernsMode {@code host} or empty, which are the same here
 * @param shmSize bytes of /dev/shm; 0 for 64 MiB
 * @param sysctls kernel parameters of its namespaces
 * @param runtime {@code runc} or empty
 * @param consoleSize for Windows; ignored
 * @param annotations unserved
 * @param isolation for Windows; {@code default} or empty
 * @param cpuShares weight; 0 for the kernel's 1024
 * @param memory bytes; 0 for no limit
 * @param nanoCpus billionths of a CPU; 0 for no limit
 * @param cgroupParent unserved
 * @param blkioWeight unserved
 * @param blkioWeightDevice unserved
 * @param blkioDeviceReadBps unserved
 * @param blkioDeviceWriteBps unserved
 * @param blkioDeviceReadIops unserved
 * @param blkioDeviceWriteIops unserved
 * @param cpuPeriod unserved
 * @param cpuQuota unserved
 * @param cpuRealtimePeriod unserved
 * @param cpuRealtimeRuntime unserved
 * @param cpusetCpus such as {@code 0-2,5}
 * @param cpusetMems unserved
 * @param devices devices of the host
 * @param deviceCgroupRules unserved
 * @param deviceRequests unserved
 * @param kernelMemory unserved
 * @param kernelMemoryTcp unserved
 * @param memoryReservation unserved
 * @param memorySwap bytes of memory and swap; 0 for twice the memory, -1 for no limit
 * @param memorySwappiness unserved; -1 and null for the host's
 * @param oomKillDisable unserved
 * @param pidsLimit processes; 0, -1 and null for no limit
 * @param ulimits limits of processes
 * @param cpuCount for Windows
 * @param cpuPercent for Windows
 * @param ioMaximumIops for Windows
 * @param ioMaximumBandwidth for Windows
 * @param mounts what {@code --mount} asks for
 * @param maskedPaths paths that are hidden; null for the default ones
 * @param readonlyPaths paths that are read-only; null for the default ones
 * @param init unserved
 */
@Json
public record HostConfig(
        @Json.Property("Binds") @Nullable List<String> binds,
        @Json.Property("ContainerIDFile") String containerIdFile,
        @Json.Property("LogConfig") LogConfig logConfig,
        @Json.Property("NetworkMode") String networkMode,
        @Json.Property("PortBindings")
                @Nullable Map<String, @Nullable List<PortBinding>> portBindings,
        @Json.Property("RestartPolicy") RestartPolicy restartPolicy,
        @Json.Property("AutoRemove") boolean autoRemove,
        @Json.Property("VolumeDriver") String volumeDriver,
        @Json.Property("VolumesFrom") @Nullable List<String> volumesFrom,
        @Json.Property("CapAdd") @Json.Serializer(StringOrList.class) @Nullable List<String> capAdd,
        @Json.Property("CapDrop") @Json.Serializer(StringOrList.class)
                @Nullable List<String> capDrop,
        @Json.Property("CgroupnsMode") String cgroupnsMode,
        @Json.Property("Dns") @Nullable List<String> dns,
        @Json.Property("DnsOptions") @Nullable List<String> dnsOptions,
        @Json.Property("DnsSearch") @Nullable List<String> dnsSearch,
        @Json.Property("ExtraHosts") @Nullable List<String> extraHosts,
        @Json.Property("GroupAdd") @Nullable List<String> groupAdd,
        @Json.Property("IpcMode") String ipcMode,
        @Json.Property("Cgroup") String cgroup,
        @Json.Property("Links") @Nullable List<String> links,
        @Json.Property("OomScoreAdj") int oomScoreAdj,
        @Json.Property("PidMode") String pidMode,
        @Json.Property("Privileged") boolean privileged,
        @Json.Property("PublishAllPorts") boolean publishAllPorts,
        @Json.Property("ReadonlyRootfs") boolean readonlyRootfs,
        @Json.Property("SecurityOpt") @Nullable List<String> securityOpt,
        @Json.Property("StorageOpt") @Json.Serializer(OmitEmptyTextMap.class)
                @Nullable Map<String, String> storageOpt,
        @Json.Property("Tmpfs") @Json.Serializer(OmitEmptyTextMap.class)
                @Nullable Map<String, String> tmpfs,
        @Json.Property("UTSMode") String utsMode,
        @Json.Property("UsernsMode") String usernsMode,
        @Json.Property("ShmSize") long shmSize,
        @Json.Property("Sysctls") @Json.Serializer(OmitEmptyTextMap.class)
                @Nullable Map<String, String> sysctls,
        @Json.Property("Runtime") @Json.Serializer(OmitEmptyText.class) String runtime,
        @Json.Property("ConsoleSize") RawJson consoleSize,
        @Json.Property("Annotations") @Json.Serializer(OmitEmptyTextMap.class)
                @Nullable Map<String, String> annotations,
        @Json.Property("Isolation") String isolation,
        @Json.Property("CpuShares") long cpuShares,
        @Json.Property("Memory") long memory,
        @Json.Property("NanoCpus") long nanoCpus,
        @Json.Property("CgroupParent") String cgroupParent,
        @Json.Property("BlkioWeight") int blkioWeight,
        @Json.Property("BlkioWeightDevice") RawJson blkioWeightDevice,
        @Json.Property("BlkioDeviceReadBps") RawJson blkioDeviceReadBps,
        @Json.Property("BlkioDeviceWriteBps") RawJson blkioDeviceWriteBps,
        @Json.Property("BlkioDeviceReadIOps") RawJson blkioDeviceReadIops,
        @Json.Property("BlkioDeviceWriteIOps") RawJson blkioDeviceWriteIops,
        @Json.Property("CpuPeriod") long cpuPeriod,
        @Json.Property("CpuQuota") long cpuQuota,
        @Json.Property("CpuRealtimePeriod") long cpuRealtimePeriod,
        @Json.Property("CpuRealtimeRuntime") long cpuRealtimeRuntime,
        @Json.Property("CpusetCpus") String cpusetCpus,
        @Json.Property("CpusetMems") String cpusetMems,
        @Json.Property("Devices") @Nullable List<DeviceMapping> devices,
        @Json.Property("DeviceCgroupRules") @Nullable List<String> deviceCgroupRules,
        @Json.Property("DeviceRequests") RawJson deviceRequests,
        @Json.Property("KernelMemory") long kernelMemory,
        @Json.Property("KernelMemoryTCP") long kernelMemoryTcp,
        @Json.Property("MemoryReservation") long memoryReservation,
        @Json.Property("MemorySwap") long memorySwap,
        @Json.Property("MemorySwappiness") @Nullable Long memorySwappiness,
        @Json.Property("OomKillDisable") @Nullable Boolean oomKillDisable,
        @Json.Property("PidsLimit") @Nullable Long pidsLimit,
        @Json.Property("Ulimits") @Nullable List<Ulimit> ulimits,
        @Json.Property("CpuCount") long cpuCount,
        @Json.Property("CpuPercent") long cpuPercent,
        @Json.Property("IOMaximumIOps") long ioMaximumIops,
        @Json.Property("IOMaximumBandwidth") long ioMaximumBandwidth,
        @Json.Property("Mounts") @Json.Serializer(OmitMounts.class) @Nullable List<Mount> mounts,
        @Json.Property("MaskedPaths") @Nullable List<String> maskedPaths,
        @Json.Property("ReadonlyPaths") @Nullable List<String> readonlyPaths,
        @Json.Property("Init") @Json.Serializer(OmitEmptyRaw.class) @Nullable RawJson init) {

    /** Nothing asked for. */
    public static final HostConfig EMPTY = RawJson.EMPTY_OBJECT.as(HostConfig.class);

    /** Absent values, which the JSON adapter gives as null, are Go's zero values. */
    public HostConfig {
        containerIdFile = Texts.orEmpty(containerIdFile);
        networkMode = Texts.orEmpty(networkMode);
        volumeDriver = Texts.orEmpty(volumeDriver);
        cgroupnsMode = Texts.orEmpty(cgroupnsMode);
        ipcMode = Texts.orEmpty(ipcMode);
        cgroup = Texts.orEmpty(cgroup);
        pidMode = Texts.orEmpty(pidMode);
        utsMode = Texts.orEmpty(utsMode);
        usernsMode = Texts.orEmpty(usernsMode);
        runtime = Texts.orEmpty(runtime);
        consoleSize = Texts.orNull(consoleSize);
        isolation = Texts.orEmpty(isolation);
        cgroupParent = Texts.orEmpty(cgroupParent);
        blkioWeightDevice = Texts.orNull(blkioWeightDevice);
        blkioDeviceReadBps = Texts.orNull(blkioDeviceReadBps);
        blkioDeviceWriteBps = Texts.orNull(blkioDeviceWriteBps);
        blkioDeviceReadIops = Texts.orNull(blkioDeviceReadIops);
        blkioDeviceWriteIops = Texts.orNull(blkioDeviceWriteIops);
        cpusetCpus = Texts.orEmpty(cpusetCpus);
        cpusetMems = Texts.orEmpty(cpusetMems);
        deviceRequests = Texts.orNull(deviceRequests);
        logConfig = Texts.or(logConfig, LogConfig.DEFAULT);
        restartPolicy = Texts.or(restartPolicy, RestartPolicy.NO);
    }
}
