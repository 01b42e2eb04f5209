package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what the runtime is told of a container, so that it is confined as a container of
 * dockerd with the same options is. The parts with rules of their own are {@link SpecMounts},
 * {@link SpecDevices}, {@link SeccompProfile} and {@link Capabilities}.
 */
final class SpecBuilder {
    /** What a container without a PATH of its own gets. */
    static final String DEFAULT_PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Hidden from containers: they tell of the host, or reach into it. */
    static final List<String> MASKED =
            List.of(
                    "/proc/asound",
                    "/proc/acpi",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/sys/firmware");

    /** Not writable: the kernel's settings. */
    static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /** Microseconds in which {@code --cpus} counts. */
    private static final long CPU_PERIOD = 100_000;

    private final SpecInput in;
    private final HostConfig host;

    private SpecBuilder(SpecInput in) {
        this.in = in;
        this.host = in.hostConfig();
    }

    /** The whole specification. */
    static OciSpec build(SpecInput in) {
        return new SpecBuilder(in).spec();
    }

    /**
     * A process for exec: as privileged as the container's first one is, or all that can be had.
     */
    static OciSpec.ProcessSpec exec(
            SpecInput in,
            boolean tty,
            boolean privileged,
            OciSpec.User user,
            List<String> args,
            List<String> environment,
            String directory) {
        SpecBuilder builder = new SpecBuilder(in);
        return builder.process(
                tty,
                user,
                args,
                environment,
                directory,
                privileged ? in.bounding() : builder.capabilities());
    }

    private OciSpec spec() {
        ContainerConfig config = in.config();
        return new OciSpec(
                "1.0.2-dev",
                process(
                        config.tty(),
                        in.user(),
                        in.args(),
                        environment(config, in.hostname()),
                        config.workingDir().isEmpty() ? "/" : config.workingDir(),
                        capabilities()),
                new OciSpec.Root(in.rootfs().toString(), host.readonlyRootfs()),
                isHost(host.utsMode()) ? "" : in.hostname(),
                SpecMounts.of(in),
                linux());
    }

    private OciSpec.ProcessSpec process(
            boolean tty,
            OciSpec.User user,
            List<String> args,
            List<String> environment,
            String directory,
            List<String> capabilities) {
        // a process that is not root starts without any, and gets what set-user-ID programs may
        List<String> held = user.uid() == 0 ? capabilities : List.of();
        return new OciSpec.ProcessSpec(
                tty,
                user,
                args,
                environment,
                directory,
                new OciSpec.CapabilitySets(capabilities, held, held),
                rlimits(),
                securityOption("no-new-privileges").isPresent(),
                in.appArmorProfile(),
                host.oomScoreAdj());
    }

    private List<String> capabilities() {
        return host.privileged()
                ? in.bounding()
                : Capabilities.of(orEmpty(host.capAdd()), orEmpty(host.capDrop()), in.bounding());
    }

    /**
     * The environment: PATH, HOSTNAME and TERM unless the config has them, then the config's own; a
     * name alone takes a variable away.
     */
    static List<String> environment(ContainerConfig config, String hostname) {
        List<String> defaults = new ArrayList<>();
        defaults.add(DEFAULT_PATH);
        defaults.add("HOSTNAME=" + hostname);
        if (config.tty()) {
            defaults.add("TERM=xterm");
        }
        return replaced(defaults, orEmpty(config.env()));
    }

    /** Variables over others: those of the same name are replaced where they stand. */
    static List<String> replaced(List<String> below, List<String> above) {
        Map<String, String> result = new LinkedHashMap<>();
        below.forEach(v -> result.put(name(v), v));
        for (String variable : above) {
            if (variable.indexOf('=') < 0) {
                result.remove(variable);
            } else {
                result.put(name(variable), variable);
            }
        }
        return List.copyOf(result.values());
    }

    private static String name(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }

    private List<OciSpec.Rlimit> rlimits() {
        return orEmpty(host.ulimits()).stream()
                .map(
                        u ->
                                new OciSpec.Rlimit(
                                        "RLIMIT_" + u.name().toUpperCase(java.util.Locale.ROOT),
                                        u.hard(),
                                        u.soft()))
                .toList();
    }

    private OciSpec.Linux linux() {
        boolean privileged = host.privileged();
        Optional<OciSpec.Seccomp> seccomp =
                privileged || securityOption("seccomp").equals(Optional.of("unconfined"))
                        ? Optional.empty()
                        : SeccompFile.of(
                                        host, capabilities(), in.architecture(), HostFacts.kernel())
                                .or(
                                        () ->
                                                Optional.of(
                                                        SeccompProfile.of(
                                                                capabilities(),
                                                                in.architecture())));
        return new OciSpec.Linux(
                sysctls(),
                resources(),
                "/docker/" + in.id(),
                namespaces(),
                SpecDevices.nodes(host),
                seccomp.orElse(null),
                SpecMounts.rootPropagation(in.mounts()),
                privileged ? List.of() : Optional.ofNullable(host.maskedPaths()).orElse(MASKED),
                privileged
                        ? List.of()
                        : Optional.ofNullable(host.readonlyPaths()).orElse(READ_ONLY));
    }

    private Map<String, String> sysctls() {
        Map<String, String> result = new TreeMap<>();
        if (!isHost(host.networkMode())) {
            // with a network of one's own, ports below 1024 and ping are nobody else's business
            result.put("net.ipv4.ip_unprivileged_port_start", "0");
            result.put("net.ipv4.ping_group_range", "0 2147483647");
            if (Files.exists(Path.of("/proc/sys/net/ipv6"))) {
                // no network of ours has IPv6: so that nothing there tries it first
                result.put("net.ipv6.conf.all.disable_ipv6", "1");
                result.put("net.ipv6.conf.default.disable_ipv6", "1");
            }
        }
        Map<String, String> asked = host.sysctls();
        if (asked != null) {
            result.putAll(asked);
        }
        return result;
    }

    private List<OciSpec.Namespace> namespaces() {
        List<OciSpec.Namespace> result = new ArrayList<>();
        result.add(new OciSpec.Namespace("mount", ""));
        if (!isHost(host.networkMode())) {
            result.add(
                    new OciSpec.Namespace(
                            "network", in.networkNamespace().map(Object::toString).orElse("")));
        }
        if (!isHost(host.utsMode())) {
            result.add(new OciSpec.Namespace("uts", ""));
        }
        if (!isHost(host.pidMode())) {
            result.add(new OciSpec.Namespace("pid", ""));
        }
        if (!isHost(host.ipcMode())) {
            result.add(new OciSpec.Namespace("ipc", ""));
        }
        if (host.cgroupnsMode().equals("private")
                || (host.cgroupnsMode().isEmpty() && in.cgroupV2() && !host.privileged())) {
            result.add(new OciSpec.Namespace("cgroup", ""));
        }
        return result;
    }

    private OciSpec.Resources resources() {
        Long quota = host.cpuQuota() == 0 ? null : (Long) host.cpuQuota();
        Long period = host.cpuPeriod() == 0 ? null : (Long) host.cpuPeriod();
        if (host.nanoCpus() > 0) {
            period = CPU_PERIOD;
            quota = host.nanoCpus() * CPU_PERIOD / 1_000_000_000;
        }
        Long swappiness = host.memorySwappiness();
        return new OciSpec.Resources(
                SpecDevices.rules(host),
                new OciSpec.Memory(
                        unlessZero(host.memory()),
                        unlessZero(host.memoryReservation()),
                        swap(),
                        swappiness == null || swappiness < 0 ? null : swappiness,
                        // v2 has no such switch, and runc refuses even its default there
                        in.cgroupV2() ? null : host.oomKillDisable()),
                new OciSpec.Cpu(
                        unlessZero(host.cpuShares()),
                        quota,
                        period,
                        host.cpusetCpus(),
                        host.cpusetMems()),
                pids());
    }

    /** A limit of memory alone means as much swap again, as Docker has it; -1 is no limit. */
    private @Nullable Long swap() {
        long swap =
                host.memory() > 0 && host.memorySwap() == 0 ? host.memory() * 2 : host.memorySwap();
        return swap > 0 ? (Long) swap : null;
    }

    private OciSpec.@Nullable Pids pids() {
        Long limit = host.pidsLimit();
        return limit == null || limit <= 0 ? null : new OciSpec.Pids(limit);
    }

    /**
     * The value of a security option, however it separates the two; empty text where it has none.
     */
    private Optional<String> securityOption(String name) {
        return securityOption(host, name);
    }

    static Optional<String> securityOption(HostConfig host, String name) {
        return orEmpty(host.securityOpt()).stream()
                .filter(o -> o.equals(name) || o.startsWith(name + "=") || o.startsWith(name + ":"))
                .map(o -> o.length() > name.length() ? o.substring(name.length() + 1) : "")
                .filter(v -> !(name.equals("no-new-privileges") && v.equals("false")))
                .findFirst();
    }

    static boolean isHost(String mode) {
        return mode.equals("host");
    }

    private static @Nullable Long unlessZero(long value) {
        return value == 0 ? null : (Long) value;
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
