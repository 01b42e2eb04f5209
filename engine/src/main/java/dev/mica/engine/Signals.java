package dev.mica.engine;

import java.util.List;
import java.util.Locale;

/** Signals by name and number, on x86-64 and arm64 alike. */
final class Signals {
    static final int KILL = 9;
    static final int TERM = 15;

    private static final List<String> NAMES =
            List.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                    "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
                    "PWR", "SYS");
    private static final int LAST = 64;

    private Signals() {}

    /**
     * The number of a signal named as {@code TERM}, {@code SIGTERM} or {@code 15}.
     *
     * @param absent what an empty name means
     * @throws EngineException 400 {@code Invalid signal: NAME}
     */
    static int number(String name, int absent) {
        if (name.isEmpty()) {
            return absent;
        }
        if (name.matches("[0-9]{1,3}")) {
            int number = Integer.parseInt(name);
            if (number >= 1 && number <= LAST) {
                return number;
            }
        }
        String upper = name.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
        int index = NAMES.indexOf(bare);
        if (index >= 0) {
            return index + 1;
        }
        if (bare.matches("RTMIN(\\+[0-9]{1,2})?")) {
            return 34 + (bare.length() > 6 ? Integer.parseInt(bare.substring(6)) : 0);
        }
        throw EngineException.invalid("Invalid signal: " + name);
    }
}
