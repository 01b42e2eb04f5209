package dev.mica.engine;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The identifiers of containers, execs, volumes, sandboxes and endpoints. */
final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SHORT = 12;

    private Ids() {}

    /**
     * 64 random hexadecimal digits, of which the first twelve are never a decimal number: Docker's
     * clients would take such a host name for one.
     */
    static String next() {
        byte[] bytes = new byte[32];
        String id;
        do {
            RANDOM.nextBytes(bytes);
            id = HexFormat.of().formatHex(bytes);
        } while (id.chars().limit(SHORT).allMatch(c -> c >= '0' && c <= '9'));
        return id;
    }

    /** The twelve digits that Docker shows. */
    static String shorten(String id) {
        String bare = id.startsWith("sha256:") ? id.substring(7) : id;
        return bare.length() > SHORT ? bare.substring(0, SHORT) : bare;
    }

    /** Whether it is what {@link #next} makes. */
    static boolean isId(String text) {
        return text.length() == 64
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
