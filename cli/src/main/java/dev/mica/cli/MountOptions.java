package dev.mica.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Options of {@code run} that put files into the container. */
final class MountOptions {

    @Option(
            names = {"-v", "--volume"},
            paramLabel = "list",
            description =
                    "Bind mount a directory (source:target[:options]), or an anonymous volume")
    private List<String> volumes = new ArrayList<>();

    @Option(
            names = "--mount",
            paramLabel = "mount",
            description = "Attach a filesystem mount to the container")
    private List<String> mounts = new ArrayList<>();

    @Option(names = "--tmpfs", paramLabel = "list", description = "Mount a tmpfs directory")
    private List<String> tmpfs = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "list",
            description = "Add a host device to the container")
    private List<String> devices = new ArrayList<>();

    void addTo(Json.Members config, Json.Members host) {
        List<String> binds = new ArrayList<>();
        Json.Members anonymous = new Json.Members();
        for (String volume : volumes) {
            if (volume.indexOf(':') < 0) {
                anonymous.put(volume, new Json.Members());
            } else {
                binds.add(absolute(volume));
            }
        }
        host.put("Binds", binds);
        if (!anonymous.members().isEmpty()) {
            config.put("Volumes", anonymous);
        }
        if (!mounts.isEmpty()) {
            host.put("Mounts", new Json.Items(mounts.stream().map(MountOptions::mount).toList()));
        }
        if (!tmpfs.isEmpty()) {
            Json.Members all = new Json.Members();
            for (String one : tmpfs) {
                String[] parts = one.split(":", 2);
                all.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
            host.put("Tmpfs", all);
        }
        if (!devices.isEmpty()) {
            host.put(
                    "Devices", new Json.Items(devices.stream().map(MountOptions::device).toList()));
        }
    }

    /** A source that is relative is so to where the command is run. */
    private static String absolute(String volume) {
        return volume.startsWith(".")
                ? Path.of(volume.substring(0, volume.indexOf(':'))).toAbsolutePath().normalize()
                        + volume.substring(volume.indexOf(':'))
                : volume;
    }

    /** {@code type=bind,source=…,target=…,readonly}. */
    private static Json mount(String text) {
        Json.Members mount = new Json.Members();
        Json.Members tmpfs = new Json.Members();
        String type = "volume";
        for (String field : text.split(",", -1)) {
            int equals = field.indexOf('=');
            String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "true" : field.substring(equals + 1);
            switch (key) {
                case "type" -> type = value;
                case "source", "src" ->
                        mount.put(
                                "Source",
                                value.startsWith(".")
                                        ? Path.of(value).toAbsolutePath().normalize().toString()
                                        : value);
                case "target", "dst", "destination" -> mount.put("Target", value);
                case "readonly", "ro" -> mount.put("ReadOnly", !value.matches("0|false"));
                case "bind-propagation" ->
                        mount.put("BindOptions", new Json.Members().put("Propagation", value));
                case "tmpfs-size" -> tmpfs.put("SizeBytes", LimitOptions.bytes(key, value));
                case "tmpfs-mode" -> tmpfs.put("Mode", Long.parseLong(value, 8));
                default ->
                        throw new BadFlagException(
                                "--mount", text, "unexpected key '" + key + "' in '" + field + "'");
            }
        }
        mount.put("Type", type);
        if (!tmpfs.members().isEmpty()) {
            mount.put("TmpfsOptions", tmpfs);
        }
        return mount;
    }

    /** {@code host[:container][:permissions]}. */
    private static Json device(String text) {
        String[] parts = text.split(":", -1);
        boolean permissionsSecond = parts.length == 2 && parts[1].matches("[rwm]+");
        String inside = parts.length > 1 && !permissionsSecond ? parts[1] : parts[0];
        String permissions = parts.length > 2 ? parts[2] : permissionsSecond ? parts[1] : "rwm";
        return new Json.Members()
                .put("PathOnHost", parts[0])
                .put("PathInContainer", inside)
                .put("CgroupPermissions", permissions);
    }
}
