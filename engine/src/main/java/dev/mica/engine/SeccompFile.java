package dev.mica.engine;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A profile of the user's own: {@code --security-opt seccomp=FILE}, whose content the client sends.
 * It is in Docker's form, whose rules say for which capabilities, processors and kernels they
 * count; the runtime is told of those that count here.
 */
final class SeccompFile {

    private SeccompFile() {}

    /**
     * The profile that a container was given.
     *
     * @param capabilities of the container
     * @param architecture as images name it
     * @param kernel its release, such as {@code 6.1.0-13-amd64}
     * @return empty where it was given none, or a word in place of one
     * @throws EngineException where it cannot be read
     */
    static Optional<OciSpec.Seccomp> of(
            HostConfig host, Collection<String> capabilities, String architecture, String kernel) {
        return SpecBuilder.securityOption(host, "seccomp")
                .filter(t -> !t.equals("unconfined") && !t.equals("builtin"))
                .map(text -> read(text).here(new Place(capabilities, architecture, kernel)));
    }

    private static Profile read(String text) {
        try {
            return GoJson.read(text, Profile.class);
        } catch (MalformedJsonException e) {
            throw problem("Decoding seccomp profile failed: " + e.getMessage());
        }
    }

    private static EngineException problem(String text) {
        return EngineException.invalid(text);
    }

    /** What rules may ask about. */
    record Place(Collection<String> capabilities, String architecture, String kernel) {
        boolean isKernel(String least) {
            long[] here = version(kernel);
            long[] wanted = version(least);
            return here[0] != wanted[0] ? here[0] > wanted[0] : here[1] >= wanted[1];
        }

        private static long[] version(String text) {
            String[] parts = text.split("[^0-9]+", 3);
            if (parts.length < 2 || !(parts[0] + parts[1]).matches("[0-9]{2,12}")) {
                throw problem("invalid kernel version in the seccomp profile: \"" + text + "\"");
            }
            return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
        }

        String seccompArchitecture() {
            return switch (architecture) {
                case "amd64" -> "SCMP_ARCH_X86_64";
                case "arm64" -> "SCMP_ARCH_AARCH64";
                default -> architecture;
            };
        }
    }

    @Json
    record Profile(
            @Json.Property("defaultAction") String defaultAction,
            @Json.Property("defaultErrnoRet") @Nullable Integer defaultErrnoRet,
            @Json.Property("architectures") @Nullable List<String> architectures,
            @Json.Property("archMap") @Nullable List<Family> families,
            @Json.Property("flags") @Nullable List<String> flags,
            @Json.Property("syscalls") @Nullable List<Rule> rules) {
        OciSpec.Seccomp here(Place place) {
            List<String> named = SpecBuilder.orEmpty(architectures);
            List<Family> map = SpecBuilder.orEmpty(families);
            if (!named.isEmpty() && !map.isEmpty()) {
                throw problem(
                        "'architectures' and 'archMap' were specified in the seccomp profile, use"
                                + " either 'architectures' or 'archMap'");
            }
            List<String> all = new ArrayList<>(named);
            map.stream()
                    .filter(f -> f.architecture().equals(place.seccompArchitecture()))
                    .findFirst()
                    .ifPresent(
                            f -> {
                                all.add(f.architecture());
                                all.addAll(SpecBuilder.orEmpty(f.others()));
                            });
            List<OciSpec.Syscalls> calls =
                    SpecBuilder.orEmpty(rules).stream()
                            .filter(r -> r.counts(place))
                            .map(Rule::calls)
                            .toList();
            return new OciSpec.Seccomp(
                    defaultAction, defaultErrnoRet, all, SpecBuilder.orEmpty(flags), calls);
        }
    }

    /** A processor and those whose programs it runs as well. */
    @Json
    record Family(
            @Json.Property("architecture") String architecture,
            @Json.Property("subArchitectures") @Nullable List<String> others) {}

    @Json
    record Rule(
            @Json.Property("name") @Nullable String name,
            @Json.Property("names") @Nullable List<String> names,
            @Json.Property("action") String action,
            @Json.Property("errnoRet") @Nullable Integer errnoRet,
            @Json.Property("args") @Nullable List<OciSpec.Argument> args,
            @Json.Property("includes") @Nullable Condition includes,
            @Json.Property("excludes") @Nullable Condition excludes) {

        boolean counts(Place place) {
            return (excludes == null || !excludes.anyOf(place))
                    && (includes == null || includes.allOf(place));
        }

        OciSpec.Syscalls calls() {
            boolean one = name != null && !name.isEmpty();
            if (one && !SpecBuilder.orEmpty(names).isEmpty()) {
                throw problem(
                        "'name' and 'names' were specified in the seccomp profile, use either"
                                + " 'name' or 'names'");
            }
            return new OciSpec.Syscalls(
                    one ? List.of(name) : SpecBuilder.orEmpty(names), action, errnoRet, args);
        }
    }

    @Json
    record Condition(
            @Json.Property("caps") @Nullable List<String> capabilities,
            @Json.Property("arches") @Nullable List<String> architectures,
            @Json.Property("minKernel") @Nullable String kernel) {
        boolean anyOf(Place place) {
            return SpecBuilder.orEmpty(architectures).contains(place.architecture())
                    || SpecBuilder.orEmpty(capabilities).stream()
                            .anyMatch(place.capabilities()::contains)
                    || (kernel != null && !kernel.isEmpty() && place.isKernel(kernel));
        }

        boolean allOf(Place place) {
            List<String> here = SpecBuilder.orEmpty(architectures);
            return (here.isEmpty() || here.contains(place.architecture()))
                    && place.capabilities().containsAll(SpecBuilder.orEmpty(capabilities))
                    && (kernel == null || kernel.isEmpty() || place.isKernel(kernel));
        }
    }
}
