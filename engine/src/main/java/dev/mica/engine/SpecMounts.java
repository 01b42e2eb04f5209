package dev.mica.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            if (!asked.contains(mount.destination())) {
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
        if (SpecBuilder.isHost(host.ipcMode())) {
            if (Files.exists(Path.of("/dev/mqueue"))) {
                result.add(
                        new OciSpec.Mounted(
                                "/dev/mqueue",
                                "bind",
                                "/dev/mqueue",
                                with(List.of("rbind"), "nosuid", "noexec", "nodev")));
            }
            result.add(
                    new OciSpec.Mounted(
                            "/dev/shm", "bind", "/dev/shm", List.of("rbind", "rprivate")));
        } else {
            result.add(new OciSpec.Mounted("/dev/mqueue", "mqueue", "mqueue", SAFE));
            result.add(
                    new OciSpec.Mounted(
                            "/dev/shm",
                            "tmpfs",
                            "shm",
                            with(SAFE, "mode=1777", "size=" + host.shmSize())));
        }
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
            asked.forEach(
                    (path, options) ->
                            result.add(
                                    new OciSpec.Mounted(
                                            path,
                                            "tmpfs",
                                            "tmpfs",
                                            options.isEmpty()
                                                    ? SAFE
                                                    : with(SAFE, options.split(",", -1)))));
        }
        for (Mount mount : SpecBuilder.orEmpty(host.mounts())) {
            if (mount.type().equals("tmpfs")) {
                List<String> options = new ArrayList<>(SAFE);
                Mount.TmpfsOptions tmpfs = mount.tmpfsOptions();
                if (tmpfs != null && tmpfs.sizeBytes() > 0) {
                    options.add("size=" + tmpfs.sizeBytes());
                }
                if (tmpfs != null && tmpfs.mode() != 0) {
                    options.add("mode=" + Integer.toOctalString(tmpfs.mode()));
                }
                if (mount.readOnly()) {
                    options.add("ro");
                }
                result.add(new OciSpec.Mounted(mount.target(), "tmpfs", "tmpfs", options));
            }
        }
        return result;
    }

    /** Mounts that are to travel between host and container need a root that lets them. */
    static String rootPropagation(List<MountPoint> mounts) {
        if (mounts.stream().anyMatch(m -> m.propagation().endsWith("shared"))) {
            return "shared";
        }
        return mounts.stream().anyMatch(m -> m.propagation().endsWith("slave")) ? "rslave" : "";
    }
}
