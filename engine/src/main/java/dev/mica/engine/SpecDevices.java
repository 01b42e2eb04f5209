package dev.mica.engine;

import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Statx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Device nodes of a container, and the rules of its device cgroup. */
final class SpecDevices {
    private static final String ALL = "rwm";

    /** What the runtime mounts or makes for itself. */
    private static final List<String> OWN =
            List.of("/dev/pts/", "/dev/shm/", "/dev/mqueue/", "/dev/console");

    private SpecDevices() {}

    /**
     * All refused, then what every container has: null, zero, full, random, urandom, tty, console.
     */
    static List<OciSpec.DeviceRule> rules(HostConfig host) {
        List<OciSpec.DeviceRule> rules = new ArrayList<>();
        if (host.privileged()) {
            rules.add(new OciSpec.DeviceRule(true, "", null, null, ALL));
            return rules;
        }
        rules.add(new OciSpec.DeviceRule(false, "", null, null, ALL));
        for (long[] n : new long[][] {{1, 5}, {1, 3}, {1, 9}, {1, 8}, {5, 0}, {5, 1}}) {
            rules.add(new OciSpec.DeviceRule(true, "c", n[0], n[1], ALL));
        }
        rules.add(new OciSpec.DeviceRule(false, "c", 10L, 229L, ALL)); // fuse
        for (DeviceMapping asked : SpecBuilder.orEmpty(host.devices())) {
            for (OciSpec.Device device : nodes(asked)) {
                rules.add(
                        new OciSpec.DeviceRule(
                                true,
                                device.type(),
                                device.major(),
                                device.minor(),
                                asked.cgroupPermissions().isEmpty()
                                        ? ALL
                                        : asked.cgroupPermissions()));
            }
        }
        return rules;
    }

    /** The nodes to make besides those that every container has. */
    static List<OciSpec.Device> nodes(HostConfig host) {
        if (host.privileged()) {
            return below(Path.of("/dev"), "/dev").stream()
                    .filter(d -> OWN.stream().noneMatch(d.path()::startsWith))
                    .toList();
        }
        return SpecBuilder.orEmpty(host.devices()).stream()
                .flatMap(d -> nodes(d).stream())
                .toList();
    }

    private static List<OciSpec.Device> nodes(DeviceMapping asked) {
        String inside =
                asked.pathInContainer().isEmpty() ? asked.pathOnHost() : asked.pathInContainer();
        Path source = Path.of(asked.pathOnHost());
        List<OciSpec.Device> found;
        try {
            Path real = source.toRealPath();
            Statx stat = stat(real);
            if (stat.isDirectory()) {
                found = below(real, inside);
            } else {
                found = isDevice(stat) ? List.of(node(stat, inside)) : List.of();
            }
        } catch (NoSuchFileException e) {
            throw problem(asked, "no such file or directory");
        } catch (IOException e) {
            throw problem(asked, String.valueOf(e.getMessage()));
        }
        if (found.isEmpty()) {
            throw problem(asked, "not a device node");
        }
        return found;
    }

    private static EngineException problem(DeviceMapping asked, String why) {
        return EngineException.system(
                "error gathering device information while adding custom device \""
                        + asked.pathOnHost()
                        + "\": "
                        + why);
    }

    private static List<OciSpec.Device> below(Path directory, String inside) {
        List<OciSpec.Device> result = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                Statx stat = stat(path);
                if (isDevice(stat)) {
                    String name = path.toString().substring(directory.toString().length());
                    result.add(node(stat, inside + name));
                }
            }
        } catch (IOException e) {
            throw EngineException.system("list devices in " + directory + ": " + e.getMessage());
        }
        return result;
    }

    private static boolean isDevice(Statx stat) {
        return stat.type() == Flags.S_IFCHR || stat.type() == Flags.S_IFBLK;
    }

    private static OciSpec.Device node(Statx stat, String inside) {
        return new OciSpec.Device(
                inside,
                stat.type() == Flags.S_IFBLK ? "b" : "c",
                stat.deviceMajor(),
                stat.deviceMinor(),
                stat.permissions(),
                stat.uid(),
                stat.gid());
    }

    private static Statx stat(Path path) {
        return Linux.system().statx(Flags.AT_FDCWD, path.toString(), Flags.AT_SYMLINK_NOFOLLOW);
    }
}
