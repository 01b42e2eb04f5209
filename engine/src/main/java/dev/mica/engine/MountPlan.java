package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What is mounted into a container: its binds and its anonymous volumes, checked as dockerd does.
 */
final class MountPlan {
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    private MountPlan() {}

    /**
     * All mounts, by destination.
     *
     * @param newVolume makes an anonymous volume
     */
    static Map<String, StoredMountPoint> of(
            ContainerConfig config, HostConfig host, Supplier<Volume> newVolume) {
        Map<String, StoredMountPoint> result = new TreeMap<>();
        for (String bind : SpecBuilder.orEmpty(host.binds())) {
            put(result, bind(bind));
        }
        for (Mount mount : SpecBuilder.orEmpty(host.mounts())) {
            switch (mount.type()) {
                case "bind" -> put(result, bind(mount));
                case "volume" ->
                        put(result, volume(clean(mount.target()), !mount.readOnly(), newVolume));
                case "tmpfs" -> clean(mount.target());
                default ->
                        throw EngineException.invalid(
                                "invalid mount config for type \""
                                        + mount.type()
                                        + "\": mount type unknown");
            }
        }
        Set<String> volumes = config.volumes();
        if (volumes != null) {
            for (String path : volumes) {
                String destination = clean(path);
                if (!result.containsKey(destination) && !isTmpfs(host, destination)) {
                    put(result, volume(destination, true, newVolume));
                }
            }
        }
        return result;
    }

    private static boolean isTmpfs(HostConfig host, String destination) {
        Map<String, String> tmpfs = host.tmpfs();
        return tmpfs != null && tmpfs.containsKey(destination);
    }

    private static void put(Map<String, StoredMountPoint> all, StoredMountPoint mount) {
        if (all.putIfAbsent(mount.destination(), mount) != null) {
            throw EngineException.invalid("Duplicate mount point: " + mount.destination());
        }
    }

    private static StoredMountPoint bind(String text) {
        String[] part = text.split(":", -1);
        if (part.length == 1) {
            throw EngineException.notImplemented("Mica does not serve the bind " + text);
        }
        if (part.length > 3 || part[0].isEmpty() || part[1].isEmpty()) {
            throw EngineException.invalid("invalid volume specification: '" + text + "'");
        }
        String mode = part.length == 3 ? part[2] : "";
        boolean rw = true;
        String propagation = "";
        if (part.length == 3) {
            for (String option : mode.split(",", -1)) {
                if (option.equals("ro")) {
                    rw = false;
                } else if (PROPAGATIONS.contains(option)) {
                    propagation = option;
                } else if (!Set.of("rw", "z", "Z", "nocopy", "cached", "delegated", "consistent")
                        .contains(option)) {
                    throw EngineException.invalid("invalid mode: " + mode);
                }
            }
        }
        if (!part[0].startsWith("/")) {
            if (part[0].contains("/")) {
                throw EngineException.invalid(
                        "create "
                                + part[0]
                                + ": \""
                                + part[0]
                                + "\" includes invalid characters for a local volume name, only"
                                + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to"
                                + " pass a host directory, use absolute path");
            }
            throw EngineException.notImplemented(
                    "Mica does not serve a named volume (" + part[0] + ")");
        }
        String destination;
        try {
            destination = clean(part[1]);
        } catch (EngineException e) {
            throw EngineException.invalid(
                    "invalid volume specification: '"
                            + text
                            + "': invalid mount config for type \"bind\": "
                            + e.getMessage());
        }
        String source = Path.of(part[0]).normalize().toString();
        if (!Files.exists(Path.of(source))) {
            try {
                Files.createDirectories(Path.of(source)); // as dockerd does for -v
            } catch (IOException e) {
                throw EngineException.system(
                        "error while creating mount source path '"
                                + source
                                + "': "
                                + e.getMessage());
            }
        }
        return bind(source, destination, rw, mode, propagation);
    }

    private static StoredMountPoint bind(Mount mount) {
        String destination = clean(mount.target());
        if (mount.source().isEmpty()) {
            throw EngineException.invalid(
                    "invalid mount config for type \"bind\": field Source must not be empty");
        }
        if (!mount.source().startsWith("/")) {
            throw EngineException.invalid(
                    "invalid mount config for type \"bind\": invalid mount path: '"
                            + mount.source()
                            + "' mount path must be absolute");
        }
        if (!Files.exists(Path.of(mount.source()))) {
            throw EngineException.invalid(
                    "invalid mount config for type \"bind\": bind source path does not exist: "
                            + mount.source());
        }
        Mount.BindOptions options = mount.bindOptions();
        String propagation = options == null ? "" : options.propagation();
        return bind(mount.source(), destination, !mount.readOnly(), "", propagation);
    }

    private static StoredMountPoint bind(
            String source, String destination, boolean rw, String mode, String propagation) {
        return new StoredMountPoint(
                source,
                destination,
                rw,
                "",
                "",
                StoredMountPoint.BIND,
                mode,
                propagation.isEmpty() ? "rprivate" : propagation,
                false,
                "",
                new Mount("bind", source, destination, !rw, "", null, null, null),
                false);
    }

    private static StoredMountPoint volume(
            String destination, boolean rw, Supplier<Volume> newVolume) {
        String name = newVolume.get().name();
        return new StoredMountPoint(
                "",
                destination,
                rw,
                name,
                StoredMountPoint.LOCAL,
                StoredMountPoint.VOLUME,
                "",
                "",
                false,
                "",
                new Mount("volume", "", destination, !rw, "", null, null, null),
                false);
    }

    /** A destination, absolute and without dots. */
    private static String clean(String path) {
        if (!path.startsWith("/")) {
            throw EngineException.invalid(
                    "invalid mount path: '" + path + "' mount path must be absolute");
        }
        String clean = Path.of(path).normalize().toString();
        if (clean.equals("/")) {
            throw EngineException.invalid("invalid specification: destination can't be '/'");
        }
        if (Arrays.asList(clean.split("/", -1)).contains("..")) {
            throw EngineException.invalid("invalid mount path: '" + path + "'");
        }
        return clean;
    }
}
