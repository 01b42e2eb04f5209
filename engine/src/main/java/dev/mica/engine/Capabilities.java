package dev.mica.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;

/** The capabilities of a container: Docker's default set, changed by what the user asked for. */
final class Capabilities {
    /** All that Linux has, in the order of their numbers. */
    static final List<String> ALL =
            List.of(
                    "CAP_CHOWN",
                    "CAP_DAC_OVERRIDE",
                    "CAP_DAC_READ_SEARCH",
                    "CAP_FOWNER",
                    "CAP_FSETID",
                    "CAP_KILL",
                    "CAP_SETGID",
                    "CAP_SETUID",
                    "CAP_SETPCAP",
                    "CAP_LINUX_IMMUTABLE",
                    "CAP_NET_BIND_SERVICE",
                    "CAP_NET_BROADCAST",
                    "CAP_NET_ADMIN",
                    "CAP_NET_RAW",
                    "CAP_IPC_LOCK",
                    "CAP_IPC_OWNER",
                    "CAP_SYS_MODULE",
                    "CAP_SYS_RAWIO",
                    "CAP_SYS_CHROOT",
                    "CAP_SYS_PTRACE",
                    "CAP_SYS_PACCT",
                    "CAP_SYS_ADMIN",
                    "CAP_SYS_BOOT",
                    "CAP_SYS_NICE",
                    "CAP_SYS_RESOURCE",
                    "CAP_SYS_TIME",
                    "CAP_SYS_TTY_CONFIG",
                    "CAP_MKNOD",
                    "CAP_LEASE",
                    "CAP_AUDIT_WRITE",
                    "CAP_AUDIT_CONTROL",
                    "CAP_SETFCAP",
                    "CAP_MAC_OVERRIDE",
                    "CAP_MAC_ADMIN",
                    "CAP_SYSLOG",
                    "CAP_WAKE_ALARM",
                    "CAP_BLOCK_SUSPEND",
                    "CAP_AUDIT_READ",
                    "CAP_PERFMON",
                    "CAP_BPF",
                    "CAP_CHECKPOINT_RESTORE");

    /** What a container has when nothing is asked for, in Docker's order. */
    static final List<String> DEFAULT =
            List.of(
                    "CAP_CHOWN",
                    "CAP_DAC_OVERRIDE",
                    "CAP_FSETID",
                    "CAP_FOWNER",
                    "CAP_MKNOD",
                    "CAP_NET_RAW",
                    "CAP_SETGID",
                    "CAP_SETUID",
                    "CAP_SETFCAP",
                    "CAP_SETPCAP",
                    "CAP_NET_BIND_SERVICE",
                    "CAP_SYS_CHROOT",
                    "CAP_KILL",
                    "CAP_AUDIT_WRITE");

    private Capabilities() {}

    /**
     * The set for {@code --cap-add} and {@code --cap-drop}, either of which may say {@code ALL}.
     *
     * @param bounding what this daemon itself may hand on: {@code ALL} means these
     * @throws EngineException 400 for a name that is no capability
     */
    static List<String> of(
            Collection<String> add, Collection<String> drop, Collection<String> bounding) {
        List<String> added = names(add, "CapAdd");
        List<String> dropped = names(drop, "CapDrop");
        SequencedSet<String> result = new LinkedHashSet<>();
        if (added.contains("ALL")) {
            result.addAll(ALL.stream().filter(bounding::contains).toList());
            result.removeAll(dropped);
        } else if (dropped.contains("ALL")) {
            result.addAll(added);
        } else {
            result.addAll(DEFAULT);
            result.removeAll(dropped);
            result.addAll(added);
        }
        return List.copyOf(result);
    }

    private static List<String> names(Collection<String> given, String option) {
        List<String> result = new ArrayList<>();
        for (String name : given) {
            String upper = name.toUpperCase(Locale.ROOT);
            if (!upper.equals("ALL") && !upper.startsWith("CAP_")) {
                upper = "CAP_" + upper;
            }
            if (!upper.equals("ALL") && !ALL.contains(upper)) {
                throw EngineException.invalid(
                        "invalid " + option + ": unknown capability: \"" + upper + "\"");
            }
            result.add(upper);
        }
        return result;
    }

    /**
     * Those that are not among the given.
     *
     * @param last the number of the last that the kernel knows
     */
    static List<String> notIn(Collection<String> given, int last) {
        return ALL.stream().limit(last + 1L).filter(c -> !given.contains(c)).toList();
    }

    /** The names in a mask such as {@code CapBnd} of {@code /proc/self/status}. */
    static List<String> named(long mask) {
        List<String> result = new ArrayList<>();
        for (int i = 0; i < ALL.size(); i++) {
            if ((mask >> i & 1) != 0) {
                result.add(ALL.get(i));
            }
        }
        return List.copyOf(result);
    }
}
