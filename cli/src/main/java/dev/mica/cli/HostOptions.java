package dev.mica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of {@code run} that say what the container gets of the host: {@code HostConfig}. */
final class HostOptions {

    @Option(names = "--rm", description = "Automatically remove the container when it exits")
    private boolean remove;

    @Mixin private MountOptions mounts = new MountOptions();

    @Mixin private LimitOptions limits = new LimitOptions();

    @Option(
            names = {"--network", "--net"},
            paramLabel = "network",
            description = "Connect a container to a network: bridge, host or none")
    private String network = "default";

    @Option(
            names = "--add-host",
            paramLabel = "list",
            description = "Add a custom host-to-IP mapping (host:ip)")
    private List<String> hosts = new ArrayList<>();

    @Option(names = "--dns", paramLabel = "list", description = "Set custom DNS servers")
    private List<String> dns = new ArrayList<>();

    @Option(
            names = "--dns-search",
            paramLabel = "list",
            description = "Set custom DNS search domains")
    private List<String> dnsSearch = new ArrayList<>();

    @Option(
            names = {"--dns-option", "--dns-opt"},
            paramLabel = "list",
            description = "Set DNS options")
    private List<String> dnsOptions = new ArrayList<>();

    @Option(names = "--pid", paramLabel = "string", description = "PID namespace to use")
    private @Nullable String pid;

    @Option(names = "--ipc", paramLabel = "string", description = "IPC mode to use")
    private @Nullable String ipc;

    @Option(names = "--uts", paramLabel = "string", description = "UTS namespace to use")
    private @Nullable String uts;

    @Option(
            names = "--cgroupns",
            paramLabel = "string",
            description = "Cgroup namespace to use (host|private)")
    private @Nullable String cgroupNamespace;

    @Option(names = "--privileged", description = "Give extended privileges to this container")
    private boolean privileged;

    @Option(
            names = "--read-only",
            description = "Mount the container's root filesystem as read only")
    private boolean readOnly;

    @Option(names = "--cap-add", paramLabel = "list", description = "Add Linux capabilities")
    private List<String> capAdd = new ArrayList<>();

    @Option(names = "--cap-drop", paramLabel = "list", description = "Drop Linux capabilities")
    private List<String> capDrop = new ArrayList<>();

    @Option(
            names = "--group-add",
            paramLabel = "list",
            description = "Add additional groups to join")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--security-opt", paramLabel = "list", description = "Security options")
    private List<String> security = new ArrayList<>();

    @Option(names = "--sysctl", paramLabel = "map", description = "Sysctl options")
    private List<String> sysctls = new ArrayList<>();

    @Option(
            names = "--log-driver",
            paramLabel = "string",
            description = "Logging driver for the container")
    private String logDriver = "";

    @Option(names = "--log-opt", paramLabel = "list", description = "Log driver options")
    private List<String> logOptions = new ArrayList<>();

    /** Whether the container goes when its process does. */
    boolean remove() {
        return remove;
    }

    /** Adds {@code HostConfig} and the volumes to a {@code Config}. */
    void addTo(Json.Members config) {
        Json.Members host =
                new Json.Members()
                        .put("AutoRemove", remove)
                        .put("NetworkMode", network)
                        .put("ExtraHosts", hosts)
                        .put("Dns", dns)
                        .put("DnsSearch", dnsSearch)
                        .put("DnsOptions", dnsOptions)
                        .put("PidMode", pid)
                        .put("IpcMode", ipc)
                        .put("UTSMode", uts)
                        .put("CgroupnsMode", cgroupNamespace)
                        .put("Privileged", privileged)
                        .put("ReadonlyRootfs", readOnly)
                        .put("CapAdd", capAdd)
                        .put("CapDrop", capDrop)
                        .put("GroupAdd", groups)
                        .put("SecurityOpt", security.stream().map(HostOptions::secured).toList());
        if (!sysctls.isEmpty()) {
            host.put("Sysctls", Variables.map(sysctls));
        }
        if (!logDriver.isEmpty() || !logOptions.isEmpty()) {
            host.put(
                    "LogConfig",
                    new Json.Members()
                            .put("Type", logDriver)
                            .put("Config", Variables.map(logOptions)));
        }
        mounts.addTo(config, host);
        limits.addTo(host);
        config.put("HostConfig", host);
    }

    /** A seccomp profile is a file of this host; the daemon is sent what it says. */
    private static String secured(String option) {
        String value = option.replaceFirst("^seccomp:", "seccomp=");
        String prefix = "seccomp=";
        if (!value.startsWith(prefix) || value.equals("seccomp=unconfined")) {
            return value;
        }
        String file = value.substring(prefix.length());
        try {
            return prefix + Json.read(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new CommandException(
                    "opening seccomp profile ("
                            + file
                            + ") failed: open "
                            + file
                            + ": no such file or directory",
                    125,
                    e);
        }
    }
}
