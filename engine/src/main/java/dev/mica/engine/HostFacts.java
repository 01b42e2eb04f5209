package dev.mica.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the host is, read from {@code /proc}, {@code /sys} and {@code /etc}; nothing is kept. */
final class HostFacts {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private HostFacts() {}

    /** As images name this machine's processor. */
    static String imageArchitecture() {
        String arch = System.getProperty("os.arch", "");
        return switch (arch) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> arch;
        };
    }

    static String hostName() {
        return first("/proc/sys/kernel/hostname");
    }

    /** The kernel's release. */
    static String kernel() {
        return first("/proc/sys/kernel/osrelease");
    }

    static SystemInfo.Host host() {
        String arch = System.getProperty("os.arch", "");
        return new SystemInfo.Host(
                hostName(),
                kernel(),
                release("PRETTY_NAME").orElse("Linux"),
                release("VERSION_ID").orElse(""),
                arch.equals("amd64") ? "x86_64" : arch,
                imageArchitecture(),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                limits());
    }

    private static SystemInfo.Limits limits() {
        boolean v2 = Cgroup.isV2();
        List<String> controllers =
                v2 ? List.of(first("/sys/fs/cgroup/cgroup.controllers").split(" ", -1)) : List.of();
        boolean memory = v2 ? controllers.contains("memory") : has("memory/memory.limit_in_bytes");
        boolean cpu = v2 ? controllers.contains("cpu") : has("cpu/cpu.cfs_quota_us");
        return new SystemInfo.Limits(
                memory,
                v2 ? memory : has("memory/memory.memsw.limit_in_bytes"),
                !v2 && has("memory/memory.kmem.tcp.limit_in_bytes"),
                v2 ? cpu : has("cpu/cpu.cfs_period_us"),
                cpu,
                v2 ? cpu : has("cpu/cpu.shares"),
                v2 ? controllers.contains("cpuset") : has("cpuset/cpuset.cpus"),
                v2 ? controllers.contains("pids") : has("pids"),
                !v2 && has("memory/memory.oom_control"),
                first("/proc/sys/net/ipv4/ip_forward").equals("1"),
                first("/proc/sys/net/bridge/bridge-nf-call-iptables").equals("1"),
                first("/proc/sys/net/bridge/bridge-nf-call-ip6tables").equals("1"));
    }

    private static boolean has(String name) {
        return Files.exists(CGROUPS.resolve(name));
    }

    private static long memory() {
        for (String line : lines("/proc/meminfo")) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    private static Optional<String> release(String name) {
        return lines("/etc/os-release").stream()
                .filter(l -> l.startsWith(name + "="))
                .map(l -> l.substring(name.length() + 1).replace("\"", ""))
                .findFirst();
    }

    private static String first(String path) {
        List<String> lines = lines(path);
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private static List<String> lines(String path) {
        try {
            return Files.readAllLines(Path.of(path));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The capabilities that this process may hand on, from {@code CapBnd} of its status. */
    static List<String> boundingCapabilities() {
        for (String line : lines("/proc/self/status")) {
            if (line.startsWith("CapBnd:")) {
                return Capabilities.named(Long.parseUnsignedLong(line.substring(7).strip(), 16));
            }
        }
        return Capabilities.DEFAULT;
    }

    /** The number of the last capability that the kernel knows. */
    static int lastCapability() {
        String last = first("/proc/sys/kernel/cap_last_cap");
        return last.matches("[0-9]{1,3}") ? Integer.parseInt(last) : Integer.MAX_VALUE;
    }

    /** The programs that containers need, each asked for its version. Starts a process for each. */
    static List<SystemInfo.Component> components() {
        List<SystemInfo.Component> result = new ArrayList<>();
        result.add(component("conmon", List.of("conmon", "--version"), "conmon version "));
        result.add(component("runc", List.of("runc", "--version"), "runc version "));
        return result;
    }

    private static SystemInfo.Component component(
            String name, List<String> command, String prefix) {
        String version = "";
        Optional<String> commit = Optional.empty();
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(5, TimeUnit.SECONDS);
            for (String line : answer.split("\n", -1)) {
                if (line.startsWith(prefix)) {
                    version = line.substring(prefix.length()).strip();
                } else if (line.startsWith("commit: ")) {
                    commit = Optional.of(line.substring(8).strip());
                }
            }
        } catch (IOException e) {
            return new SystemInfo.Component(name, "", Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new SystemInfo.Component(name, version, commit);
    }
}
