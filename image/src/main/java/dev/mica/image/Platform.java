package dev.mica.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an image runs on, normalised as containerd's {@code platforms} does: {@code x86_64} is
 * {@code amd64}, {@code aarch64} is {@code arm64}; an absent variant is the empty string.
 *
 * @param os operating system, such as {@code linux}
 * @param architecture Go's name of the CPU, such as {@code amd64}
 * @param variant the CPU's variant, such as {@code v7}, or the empty string
 */
public record Platform(String os, String architecture, String variant) {

    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Set<String> SYSTEMS =
            Set.of(
                    "aix",
                    "android",
                    "darwin",
                    "dragonfly",
                    "freebsd",
                    "hurd",
                    "illumos",
                    "ios",
                    "js",
                    "linux",
                    "nacl",
                    "netbsd",
                    "openbsd",
                    "plan9",
                    "solaris",
                    "windows",
                    "zos");
    private static final Set<String> ARCHITECTURES =
            Set.of(
                    "386",
                    "amd64",
                    "amd64p32",
                    "arm",
                    "armbe",
                    "arm64",
                    "arm64be",
                    "ppc64",
                    "ppc64le",
                    "loong64",
                    "mips",
                    "mipsle",
                    "mips64",
                    "mips64le",
                    "mips64p32",
                    "mips64p32le",
                    "ppc",
                    "riscv",
                    "riscv64",
                    "s390",
                    "s390x",
                    "sparc",
                    "sparc64",
                    "wasm");

    /** The platform this JVM runs on. */
    public static Platform host() {
        return of(
                System.getProperty("os.name", "linux").split(" ", 2)[0],
                System.getProperty("os.arch", "amd64"),
                "");
    }

    /** A platform from parts in any spelling. */
    public static Platform of(String os, String architecture, String variant) {
        String system = os.toLowerCase(Locale.ROOT);
        String cpu = architecture.toLowerCase(Locale.ROOT);
        String kind = variant.toLowerCase(Locale.ROOT);
        if (system.equals("macos") || system.equals("mac")) {
            system = "darwin";
        }
        switch (cpu) {
            case "i386" -> {
                cpu = "386";
                kind = "";
            }
            case "x86_64", "x86-64", "amd64" -> {
                cpu = "amd64";
                kind = kind.equals("v1") ? "" : kind;
            }
            case "aarch64", "arm64" -> {
                cpu = "arm64";
                kind = kind.equals("8") || kind.equals("v8") ? "" : kind;
            }
            case "armhf" -> {
                cpu = "arm";
                kind = "v7";
            }
            case "armel" -> {
                cpu = "arm";
                kind = "v6";
            }
            case "arm" ->
                    kind =
                            switch (kind) {
                                case "", "7" -> "v7";
                                case "5", "6", "8" -> "v" + kind;
                                default -> kind;
                            };
            default -> {}
        }
        return new Platform(system, cpu, kind);
    }

    /**
     * Parses {@code os}, {@code architecture}, {@code os/architecture} or {@code
     * os/architecture/variant}; what is not written is the host's.
     *
     * @throws InvalidPlatformException with containerd's words
     */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (!COMPONENT.matcher(part).matches()) {
                throw new InvalidPlatformException(
                        "\""
                                + part
                                + "\" is an invalid component of \""
                                + text
                                + "\": platform specifier component must match"
                                + " \"^[A-Za-z0-9_-]+$\": invalid argument");
            }
        }
        return switch (parts.length) {
            case 1 -> parseOne(parts[0]);
            case 2 -> of(parts[0], parts[1], "");
            case 3 -> of(parts[0], parts[1], parts[2]);
            default ->
                    throw new InvalidPlatformException(
                            "\"" + text + "\": cannot parse platform specifier: invalid argument");
        };
    }

    private static Platform parseOne(String part) {
        Platform asSystem = of(part, "", "");
        if (SYSTEMS.contains(asSystem.os())) {
            return of(part, host().architecture(), host().variant());
        }
        Platform asCpu = of(host().os(), part, "");
        if (ARCHITECTURES.contains(asCpu.architecture())) {
            return asCpu;
        }
        throw new InvalidPlatformException(
                "\"" + part + "\": unknown operating system or architecture: invalid argument");
    }

    /**
     * What this platform can run, best first: itself, then for 32-bit arm the lower variants, then
     * for arm64 32-bit arm.
     */
    public List<Platform> fallbacks() {
        List<Platform> all = new ArrayList<>();
        all.add(this);
        if (architecture.equals("amd64") && variant.matches("v[2-9]")) {
            for (int v = variant.charAt(1) - '1'; v >= 1; v--) {
                all.add(new Platform(os, architecture, v == 1 ? "" : "v" + v));
            }
        }
        if (architecture.equals("arm64")) {
            if (!variant.isEmpty()) {
                all.add(new Platform(os, architecture, ""));
            }
            addArm(all, 8);
        } else if (architecture.equals("arm") && variant.matches("v[5-9]")) {
            addArm(all, variant.charAt(1) - '1');
        }
        return all;
    }

    private void addArm(List<Platform> all, int highest) {
        for (int v = highest; v >= 5; v--) {
            all.add(new Platform(os, "arm", "v" + v));
        }
    }

    /** Whether an image made for {@code other} runs here. */
    public boolean matches(Platform other) {
        return fallbacks().contains(of(other.os, other.architecture, other.variant));
    }

    /** {@code os/architecture[/variant]}. */
    @Override
    public String toString() {
        return os + '/' + architecture + (variant.isEmpty() ? "" : '/' + variant);
    }
}
