package dev.mica.storage;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids as Docker makes them: 64 hexadecimal digits at random. */
final class RandomId {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomId() {}

    static String next() {
        byte[] id = new byte[32];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
