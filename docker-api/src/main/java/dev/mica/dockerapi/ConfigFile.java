package dev.mica.dockerapi;

import dev.mica.dockerapi.DaemonSettings.FileProxies;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.RawJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code daemon.json}, read and checked in dockerd's order and words: syntax, then keys that nobody
 * knows, then conflicts with flags, then types.
 */
final class ConfigFile {
    private final Path path;
    private final SequencedMap<String, RawJson> members;

    private ConfigFile(Path path, JsonMembers members) {
        this.path = path;
        this.members = members.values();
    }

    /** Reads the default file, which need not exist. */
    static ConfigFile readIfThere(Path path) {
        return Files.exists(path)
                ? read(path)
                : new ConfigFile(path, new JsonMembers(new LinkedHashMap<>()));
    }

    /**
     * Reads a file that was named.
     *
     * @throws DaemonException if there is none, or it is no JSON object, or a key is unknown
     */
    static ConfigFile read(Path path) {
        try {
            byte[] json = Files.readAllBytes(path);
            RawJson value = RawJson.parse(json);
            if (value.isNull()) {
                value = RawJson.EMPTY_OBJECT;
            }
            if (!value.isObject()) {
                throw failure(
                        path,
                        "json: cannot unmarshal "
                                + GoStruct.kind(value)
                                + " into Go value of type map[string]interface {}");
            }
            var file = new ConfigFile(path, value.as(JsonMembers.class));
            file.refuseUnknown();
            return file;
        } catch (MalformedJsonException e) {
            throw failure(path, String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw failure(path, "open " + path + ": no such file or directory");
        } catch (IOException e) {
            throw failure(path, "open " + path + ": " + e.getMessage());
        }
    }

    private void refuseUnknown() {
        var unknown = new TreeSet<>(members.keySet());
        unknown.removeAll(ConfigKey.SERVED.keySet());
        unknown.removeAll(ConfigKey.DOCKERDS);
        if (!unknown.isEmpty()) {
            throw failure(
                    path,
                    "the following directives don't match any configuration option: "
                            + String.join(", ", unknown));
        }
    }

    /**
     * Refuses what a flag says too, then what is not served, then values of the wrong type.
     *
     * @throws DaemonException in dockerd's words
     */
    void refuseConflicts(DaemonFlags flags) {
        Map<String, String> given = new TreeMap<>();
        put(given, "hosts", flags.hosts());
        put(given, "storage-opts", flags.storageOpts());
        put(given, "registry-mirrors", flags.registryMirrors());
        put(given, "insecure-registries", flags.insecureRegistries());
        put(given, "data-root", flags.dataRoot());
        put(given, "exec-root", flags.execRoot());
        put(given, "pidfile", flags.pidfile());
        put(given, "storage-driver", flags.storageDriver());
        put(given, "bridge", flags.bridge());
        put(given, "debug", flags.debug());
        var conflicts = new StringBuilder();
        given.forEach(
                (name, flag) -> {
                    RawJson value = members.get(name);
                    if (value != null) {
                        conflicts.append(conflicts.isEmpty() ? "" : ", ");
                        conflicts.append(name).append(": (from flag: ").append(flag);
                        conflicts.append(", from file: ").append(printed(value)).append(')');
                    }
                });
        if (!conflicts.isEmpty()) {
            throw failure(
                    path,
                    "the following directives are specified both as a flag and in the"
                            + " configuration file: "
                            + conflicts);
        }
        refuseUnserved();
        checkTypes(members, ConfigKey.SERVED, "Config.");
    }

    private void refuseUnserved() {
        var unserved = new TreeSet<>(members.keySet());
        unserved.retainAll(ConfigKey.DOCKERDS);
        if (!unserved.isEmpty()) {
            throw failure(
                    path,
                    "the following directives are dockerd's and not served by Mica: "
                            + String.join(", ", unserved)
                            + "; remove them (served: "
                            + String.join(", ", ConfigKey.SERVED.keySet())
                            + ")");
        }
    }

    private void checkTypes(
            Map<String, RawJson> values, Map<String, ConfigKey> keys, String prefix) {
        values.forEach(
                (name, value) -> {
                    ConfigKey key = keys.get(name);
                    if (key != null && !value.isNull()) {
                        checkType(value, key, prefix);
                    }
                });
    }

    private void checkType(RawJson value, ConfigKey key, String prefix) {
        String kind = GoStruct.kind(value);
        switch (key.type()) {
            case "[]string" -> {
                if (!kind.equals("array")) {
                    throw wrongType(kind, prefix + key.name(), key.type());
                }
                for (RawJson element : GoJson.readList(GoStruct.bytes(value), RawJson.class)) {
                    if (!GoStruct.kind(element).equals("string") && !element.isNull()) {
                        throw wrongType(GoStruct.kind(element), prefix + key.name(), "string");
                    }
                }
            }
            case "struct" -> {
                if (!kind.equals("object")) {
                    throw wrongType(kind, prefix + key.name(), "config.Proxies");
                }
                checkTypes(
                        value.as(JsonMembers.class).values(),
                        ConfigKey.PROXIES,
                        prefix + key.name() + ".");
            }
            default -> {
                if (!kind.equals(key.type())) {
                    throw wrongType(kind, prefix + key.name(), key.type());
                }
            }
        }
    }

    private DaemonException wrongType(String kind, String field, String type) {
        return failure(
                path,
                "json: cannot unmarshal "
                        + kind
                        + " into Go struct field "
                        + field
                        + " of type "
                        + type);
    }

    Optional<String> string(String key, @Nullable String flag) {
        return Optional.ofNullable(flag)
                .or(() -> value(key).map(value -> value.as(String.class)))
                .filter(value -> !value.isEmpty());
    }

    Path path(String key, @Nullable Path flag, Path otherwise) {
        return flag != null ? flag : string(key, null).map(Path::of).orElse(otherwise);
    }

    List<String> strings(String key, List<String> flag, List<String> otherwise) {
        if (!flag.isEmpty()) {
            return flag;
        }
        List<String> values =
                value(key)
                        .map(value -> GoJson.readList(GoStruct.bytes(value), String.class))
                        .orElse(List.of());
        return values.isEmpty() ? otherwise : values;
    }

    boolean bool(String key, @Nullable Boolean flag) {
        return flag != null ? flag : value(key).map(v -> v.text().equals("true")).orElse(false);
    }

    FileProxies proxies() {
        Map<String, RawJson> proxies =
                value("proxies")
                        .map(value -> (Map<String, RawJson>) value.as(JsonMembers.class).values())
                        .orElse(Map.of());
        return new FileProxies(
                proxy(proxies, "http-proxy"),
                proxy(proxies, "https-proxy"),
                proxy(proxies, "no-proxy"));
    }

    private static Optional<String> proxy(Map<String, RawJson> proxies, String key) {
        return Optional.ofNullable(proxies.get(key))
                .filter(value -> !value.isNull())
                .map(value -> value.as(String.class))
                .filter(value -> !value.isEmpty());
    }

    private Optional<RawJson> value(String key) {
        return Optional.ofNullable(members.get(key)).filter(value -> !value.isNull());
    }

    private static void put(Map<String, String> given, String name, @Nullable Object flag) {
        if (flag instanceof List<?> list) {
            if (!list.isEmpty()) {
                given.put(name, printed(list));
            }
        } else if (flag != null) {
            given.put(name, flag.toString());
        }
    }

    /** A value as Go's {@code %v} prints it. */
    private static String printed(RawJson value) {
        return switch (GoStruct.kind(value)) {
            case "string" -> value.as(String.class);
            case "array" ->
                    printed(
                            GoJson.readList(GoStruct.bytes(value), RawJson.class).stream()
                                    .map(ConfigFile::printed)
                                    .toList());
            default -> value.text();
        };
    }

    private static String printed(List<?> values) {
        var text = new StringBuilder("[");
        for (Object value : values) {
            text.append(text.length() > 1 ? " " : "").append(value);
        }
        return text.append(']').toString();
    }

    private static DaemonException failure(Path path, String problem) {
        return new DaemonException(
                "unable to configure the Docker daemon with file " + path + ": " + problem);
    }
}
