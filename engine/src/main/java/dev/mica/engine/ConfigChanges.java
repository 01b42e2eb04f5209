package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.image.ContainerConfigBuilder;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The instructions of {@code docker commit --change} and {@code docker import --change}. */
final class ConfigChanges {

    private ConfigChanges() {}

    /** A config with changes made to it, in their order. */
    static ContainerConfig apply(ContainerConfig config, List<String> changes) {
        ContainerConfig result = config;
        boolean commandSet = false;
        for (String change : changes) {
            for (String line : change.split("\n", -1)) {
                if (!line.isBlank()) {
                    result = apply(result, line.strip(), commandSet);
                    commandSet |= line.strip().regionMatches(true, 0, "CMD", 0, 3);
                }
            }
        }
        return result;
    }

    /** An entry point takes the command away that was meant for another, unless these set it. */
    private static ContainerConfig apply(ContainerConfig config, String line, boolean commandSet) {
        String[] part = line.split("\\s+", 2);
        String name = part[0].toUpperCase(Locale.ROOT);
        String rest = part.length > 1 ? part[1].strip() : "";
        checkArguments(name, rest);
        ContainerConfigBuilder b = config.toBuilder();
        switch (name) {
            case "CMD" -> b.cmd(command(rest));
            case "ENTRYPOINT" -> {
                b.entrypoint(rest.isEmpty() ? null : command(rest));
                b.cmd(commandSet ? config.cmd() : null);
            }
            case "ENV" ->
                    b.env(SpecBuilder.replaced(SpecBuilder.orEmpty(config.env()), pairs(rest)));
            case "LABEL" -> b.labels(labels(config.labels(), rest));
            case "EXPOSE" -> b.exposedPorts(with(config.exposedPorts(), ports(rest)));
            case "VOLUME" -> b.volumes(with(config.volumes(), list(rest)));
            case "USER" -> b.user(rest);
            case "WORKDIR" -> b.workingDir(inside(config.workingDir(), rest));
            case "ONBUILD" -> {
                List<String> all = new ArrayList<>(SpecBuilder.orEmpty(config.onBuild()));
                all.add(rest);
                b.onBuild(all);
            }
            case "HEALTHCHECK" -> b.healthcheck(HealthChange.parse(rest));
            default ->
                    throw EngineException.invalid(
                            name.toLowerCase(Locale.ROOT) + " is not a valid change command");
        }
        return b.build();
    }

    private static void checkArguments(String name, String rest) {
        if (rest.isEmpty()) {
            switch (name) {
                case "ENV", "LABEL", "EXPOSE", "VOLUME", "ONBUILD" ->
                        throw EngineException.invalid(name + " requires at least one argument");
                case "USER", "WORKDIR" ->
                        throw EngineException.invalid(name + " requires exactly one argument");
                default -> {} // the others mean something without
            }
        }
    }

    private static String inside(String directory, String path) {
        Path base = Path.of(directory.isEmpty() ? "/" : directory);
        return Path.of("/").resolve(base).resolve(path).normalize().toString();
    }

    /** The words of a list in JSON; empty for what is none, which is a shell's as Docker has it. */
    static Optional<List<String>> jsonList(String text) {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    List.copyOf(
                            GoJson.readList(text.getBytes(StandardCharsets.UTF_8), String.class)));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private static List<String> command(String text) {
        return jsonList(text)
                .orElseGet(
                        () ->
                                text.isEmpty()
                                        ? List.of("/bin/sh", "-c")
                                        : List.of("/bin/sh", "-c", text));
    }

    private static List<String> list(String text) {
        return text.startsWith("[") ? command(text) : List.of(text.split("\\s+", -1));
    }

    private static List<String> ports(String text) {
        return list(text).stream().map(p -> p.contains("/") ? p : p + "/tcp").toList();
    }

    /** {@code A=1 B="two words"}, or {@code A one value}. */
    private static List<String> pairs(String text) {
        List<String> words = words(text);
        if (words.isEmpty() || words.getFirst().indexOf('=') < 0) {
            String[] old = text.split("\\s+", 2);
            if (old.length < 2) {
                throw EngineException.invalid("ENV must have two arguments");
            }
            return List.of(old[0] + "=" + old[1]);
        }
        return words;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                any = true;
            } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                any = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (any) {
                    words.add(word.toString());
                }
                word.setLength(0);
                any = false;
            } else {
                word.append(c);
                any = true;
            }
        }
        if (any) {
            words.add(word.toString());
        }
        return words;
    }

    private static Map<String, String> labels(@Nullable Map<String, String> below, String text) {
        Map<String, String> all = below == null ? new TreeMap<>() : new TreeMap<>(below);
        for (String pair : pairs(text)) {
            int equals = pair.indexOf('=');
            all.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return all;
    }

    private static Set<String> with(@Nullable Set<String> below, List<String> more) {
        Set<String> all = below == null ? new TreeSet<>() : new TreeSet<>(below);
        all.addAll(more);
        return all;
    }
}
