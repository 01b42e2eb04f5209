package dev.mica.dockerapi;

/**
 * The bodies that requests carry, as Go structs: moby's {@code api/types}. Fields that Mica refuses
 * when they are set are here too, for their type is checked before their value.
 */
final class GoStructs {
    private static final String CONFIG_FIELDS =
            """
            Hostname string, Domainname string, User string, AttachStdin bool, AttachStdout bool,
            AttachStderr bool, ExposedPorts map[string]struct, Tty bool, OpenStdin bool,
            StdinOnce bool, Env []string, Cmd strslice, Healthcheck any, ArgsEscaped bool,
            Image string, Volumes map[string]struct, WorkingDir string, Entrypoint strslice,
            NetworkDisabled bool, MacAddress string, OnBuild []string, Labels map[string]string,
            StopSignal string, StopTimeout int, Shell strslice
            """;

    /** A container config as the body of a commit, which may be empty. */
    static final GoStruct CONFIG = new GoStruct("ContainerConfigWrapper", CONFIG_FIELDS);

    private static final GoStruct LOG_CONFIG =
            new GoStruct("LogConfig", "Type string, Config map[string]string");

    private static final GoStruct RESTART_POLICY =
            new GoStruct("RestartPolicy", "Name string, MaximumRetryCount int");

    private static final GoStruct HOST_CONFIG =
            new GoStruct(
                    "HostConfig",
                    """
                    Binds []string, ContainerIDFile string, LogConfig LogConfig,
                    NetworkMode string, PortBindings map[string]any, RestartPolicy RestartPolicy,
                    AutoRemove bool, VolumeDriver string, VolumesFrom []string, CapAdd strslice,
                    CapDrop strslice, CgroupnsMode string, Dns []string, DnsOptions []string,
                    DnsSearch []string, ExtraHosts []string, GroupAdd []string, IpcMode string,
                    Cgroup string, Links []string, OomScoreAdj int, PidMode string,
                    Privileged bool, PublishAllPorts bool, ReadonlyRootfs bool,
                    SecurityOpt []string, StorageOpt map[string]string, Tmpfs map[string]string,
                    UTSMode string, UsernsMode string, ShmSize int64, Sysctls map[string]string,
                    Runtime string, ConsoleSize []int, Isolation string, CpuShares int64,
                    Memory int64, NanoCpus int64, CgroupParent string, BlkioWeight uint16,
                    CpuPeriod int64, CpuQuota int64, CpuRealtimePeriod int64,
                    CpuRealtimeRuntime int64, CpusetCpus string, CpusetMems string,
                    DeviceCgroupRules []string, KernelMemory int64, KernelMemoryTCP int64,
                    MemoryReservation int64, MemorySwap int64, MemorySwappiness int64,
                    OomKillDisable bool, PidsLimit int64, Init bool, Mounts []any,
                    MaskedPaths []string, ReadonlyPaths []string
                    """,
                    LOG_CONFIG,
                    RESTART_POLICY);

    /** The body of a container's creation. */
    static final GoStruct CREATE =
            new GoStruct(
                    "ContainerConfigWrapper",
                    CONFIG_FIELDS.strip() + ", HostConfig HostConfig, NetworkingConfig any",
                    HOST_CONFIG);

    /** The body of an exec's creation. */
    static final GoStruct EXEC_CREATE =
            new GoStruct(
                    "ExecConfig",
                    """
                    User string, Privileged bool, Tty bool, ConsoleSize []int, AttachStdin bool,
                    AttachStderr bool, AttachStdout bool, Detach bool, DetachKeys string,
                    Env []string, WorkingDir string, Cmd []string
                    """);

    /** The body of an exec's start. */
    static final GoStruct EXEC_START =
            new GoStruct("ExecStartCheck", "Detach bool, Tty bool, ConsoleSize []int");

    /** The credentials of a login, and of {@code X-Registry-Auth}. */
    static final GoStruct AUTH =
            new GoStruct(
                    "AuthConfig",
                    """
                    username string, password string, auth string, email string,
                    serveraddress string, identitytoken string, registrytoken string
                    """);

    private GoStructs() {}
}
