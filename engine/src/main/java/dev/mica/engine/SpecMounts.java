package dev.mica.engine;

import dev.mica.linux.MountInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is mounted in a container: the kernel's own file systems, then what the user asked for. */
final class SpecMounts {
    private static final List<String> SAFE = List.of("nosuid", "noexec", "nodev");

    private SpecMounts() {}

    static List<OciSpec.Mounted> of(SpecInput in) {
        Map<String, OciSpec.Mounted> result = new LinkedHashMap<>();
        Set<String> asked =
                in.mounts().stream().map(MountPoint::destination).collect(Collectors.toSet());
        for (OciSpec.Mounted mount : ownFileSystems(in)) {
            boolean hidden = asked.contains("/dev") && mount.destination().startsWith("/dev/");
            if (!hidden && !asked.contains(mount.destination())) {
                result.put(mount.destination(), mount);
            }
        }
        List<OciSpec.Mounted> more = new ArrayList<>();
        in.mounts().forEach(m -> more.add(mount(m, in.hostConfig())));
        tmpfs(in.hostConfig()).forEach(more::add);
        // a mount before those below it, whatever order they were asked for in
        more.sort(Comparator.comparingInt(m -> depth(m.destination())));
        more.forEach(m -> result.put(m.destination(), m));
        return List.copyOf(result.values());
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private static List<OciSpec.Mounted> ownFileSystems(SpecInput in) {
        HostConfig host = in.hostConfig();
        boolean writable = host.privileged();
        List<OciSpec.Mounted> result = new ArrayList<>();
        result.add(new OciSpec.Mounted("/proc", "proc", "proc", SAFE));
        result.add(
                new OciSpec.Mounted(
                        "/dev",
                        "tmpfs",
                        "tmpfs",
                        List.of("nosuid", "strictatime", "mode=755", "size=65536k")));
        result.add(
                new OciSpec.Mounted(
                        "/dev/pts",
                        "devpts",
                        "devpts",
                        List.of(
                                "nosuid",
                                "noexec",
                                "newinstance",
                                "ptmxmode=0666",
                                "mode=0620",
                                "gid=5")));
        result.add(
                new OciSpec.Mounted("/sys", "sysfs", "sysfs", with(SAFE, writable ? "rw" : "ro")));
        result.add(
                new OciSpec.Mounted(
                        "/sys/fs/cgroup",
                        "cgroup",
                        "cgroup",
                        with(List.of(writable ? "rw" : "ro"), "nosuid", "noexec", "nodev")));
        // with the host's IPC it is the host's queues that this shows, mounted there or not
        result.add(new OciSpec.Mounted("/dev/mqueue", "mqueue", "mqueue", SAFE));
        result.add(
                SpecBuilder.isHost(host.ipcMode())
                        ? new OciSpec.Mounted(
                                "/dev/shm", "bind", "/dev/shm", List.of("rbind", "rprivate"))
                        : new OciSpec.Mounted(
                                "/dev/shm",
                                "tmpfs",
                                "shm",
                                with(SAFE, "mode=1777", "size=" + host.shmSize())));
        return result;
    }

    private static List<String> with(List<String> options, String... more) {
        List<String> result = new ArrayList<>(options);
        result.addAll(List.of(more));
        return List.copyOf(result);
    }

    private static OciSpec.Mounted mount(MountPoint m, HostConfig host) {
        List<String> options = new ArrayList<>();
        options.add(nonRecursive(m, host) ? "bind" : "rbind");
        options.add(m.propagation().isEmpty() ? "rprivate" : m.propagation());
        if (!m.rw()) {
            options.add("ro");
        }
        return new OciSpec.Mounted(m.destination(), "bind", m.source(), options);
    }

    private static boolean nonRecursive(MountPoint m, HostConfig host) {
        return SpecBuilder.orEmpty(host.mounts()).stream()
                .filter(a -> a.target().equals(m.destination()))
                .map(Mount::bindOptions)
                .anyMatch(b -> b != null && b.nonRecursive());
    }

    private static List<OciSpec.Mounted> tmpfs(HostConfig host) {
        List<OciSpec.Mounted> result = new ArrayList<>();
        Map<String, String> asked = host.tmpfs();
        if (asked != null) {
            asked.forEach((path, options) -> result.add(tmpfs(path, options.split(",", -1))));
        }
        for (Mount mount : SpecBuilder.orEmpty(host.mounts())) {
            if (mount.type().equals("tmpfs")) {
                List<String> options = new ArrayList<>();
                Mount.TmpfsOptions tmpfs = mount.tmpfsOptions();
                if (tmpfs != null && tmpfs.sizeBytes() > 0) {
                    options.add("size=" + size(tmpfs.sizeBytes()));
                }
                if (tmpfs != null && tmpfs.mode() != 0) {
                    options.add("mode=" + Integer.toOctalString(tmpfs.mode()));
                }
                if (mount.readOnly()) {
                    options.add("ro");
                }
                result.add(tmpfs(mount.target(), options.toArray(String[]::new)));
            }
        }
        return result;
    }

    /** In the largest unit that it is a whole number of. */
    private static String size(long bytes) {
        long n = bytes;
        int unit = 0;
        while (unit < 3 && n % 1024 == 0) {
            n /= 1024;
            unit++;
        }
        return n + List.of("", "k", "m", "g").get(unit);
    }

    private static OciSpec.Mounted tmpfs(String path, String... options) {
        return new OciSpec.Mounted(path, "tmpfs", "tmpfs", TmpfsOptions.merge(List.of(options)));
    }

    /**
     * Checks that a mount that is to travel can: its source's must be shared, or for those into the
     * container alone a slave at least.
     *
     * @param host the host's mounts
     */
    static void checkPropagation(List<MountPoint> mounts, Supplier<List<MountInfo>> host) {
        for (MountPoint mount : mounts) {
            boolean shared = mount.propagation().endsWith("shared");
            if (!shared && !mount.propagation().endsWith("slave")) {
                continue;
            }
            Path source = Path.of(mount.source());
            MountInfo on =
                    host.get().stream()
                            .filter(m -> source.startsWith(m.mountPoint()))
                            .max(Comparator.comparingInt(m -> m.mountPoint().length()))
                            .orElseThrow();
            if (on.propagation().stream()
                    .noneMatch(
                            p -> p.startsWith("shared:") || (!shared && p.startsWith("master:")))) {
                throw EngineException.system(
                        "path "
                                + source
                                + " is mounted on "
                                + on.mountPoint()
                                + " but it is not a shared "
                                + (shared ? "mount" : "or slave mount"));
            }
        }
    }

    /** Mounts that are to travel between host and container need a root that lets them. */
    static String rootPropagation(List<MountPoint> mounts) {
        if (mounts.stream().anyMatch(m -> m.propagation().endsWith("shared"))) {
            return "shared";
        }
        return mounts.stream().anyMatch(m -> m.propagation().endsWith("slave")) ? "rslave" : "";
    }
}
