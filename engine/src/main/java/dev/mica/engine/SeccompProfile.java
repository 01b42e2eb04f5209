package dev.mica.engine;

import dev.mica.errno.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The filter of system calls that a container gets unless the user names another: what is not named
 * is refused with EPERM. The names stand in the resource {@code seccomp.txt}, by the capability
 * that they go with, because a call that a capability is needed for is no danger to a container
 * without, and is what one that has it was given it for.
 */
final class SeccompProfile {
    private static final String ALLOW = "SCMP_ACT_ALLOW";
    private static final String ERRNO = "SCMP_ACT_ERRNO";
    private static final String EQUAL = "SCMP_CMP_EQ";

    /**
     * What {@code personality} may ask for: Linux, 32 bits, no randomisation, both, and to tell.
     */
    private static final List<Long> PERSONALITIES =
            List.of(0L, 0x8L, 0x20000L, 0x20008L, 0xffffffffL);

    /** The flags of {@code clone} that make a namespace. */
    private static final long NEW_NAMESPACES = 0x7e020000L;

    private SeccompProfile() {}

    /** The filter for a container with these capabilities on this machine. */
    static OciSpec.Seccomp of(Collection<String> capabilities, String architecture) {
        TreeSet<String> names = new TreeSet<>(Table.SECTIONS.getOrDefault("always", List.of()));
        capabilities.forEach(c -> names.addAll(Table.SECTIONS.getOrDefault(c, List.of())));
        boolean mayMakeNamespaces = capabilities.contains("CAP_SYS_ADMIN");
        if (mayMakeNamespaces) {
            names.add("clone");
            names.add("clone3");
        }
        List<OciSpec.Syscalls> rules = new ArrayList<>();
        rules.add(new OciSpec.Syscalls(List.copyOf(names), ALLOW, null, null));
        for (long personality : PERSONALITIES) {
            rules.add(
                    new OciSpec.Syscalls(
                            List.of("personality"),
                            ALLOW,
                            null,
                            List.of(new OciSpec.Argument(personality, EQUAL))));
        }
        if (!mayMakeNamespaces) {
            rules.add(
                    new OciSpec.Syscalls(
                            List.of("clone"),
                            ALLOW,
                            null,
                            List.of(new OciSpec.Argument(NEW_NAMESPACES, "SCMP_CMP_MASKED_EQ"))));
            // its flags lie in memory, out of a filter's sight: libc falls back to clone on ENOSYS
            rules.add(new OciSpec.Syscalls(List.of("clone3"), ERRNO, Errno.ENOSYS, null));
        }
        return new OciSpec.Seccomp(ERRNO, null, architectures(architecture), List.of(), rules);
    }

    private static @Nullable List<String> architectures(String architecture) {
        return switch (architecture) {
            case "amd64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
            case "arm64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
            default -> null;
        };
    }

    /** Read at the first container, not at start. */
    private static final class Table {
        static final Map<String, List<String>> SECTIONS = read();

        private static Map<String, List<String>> read() {
            Map<String, List<String>> sections = new LinkedHashMap<>();
            try (InputStream in =
                    Objects.requireNonNull(
                            SeccompProfile.class.getResourceAsStream("seccomp.txt"))) {
                List<String> current = new ArrayList<>();
                for (String line :
                        new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                    if (line.startsWith("[")) {
                        current = new ArrayList<>();
                        sections.put(line.substring(1, line.length() - 1), current);
                    } else if (!line.isBlank() && !line.startsWith("#")) {
                        current.addAll(List.of(line.split(" ", -1)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return sections;
        }
    }
}
