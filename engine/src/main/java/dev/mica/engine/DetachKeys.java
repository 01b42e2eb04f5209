package dev.mica.engine;

import java.util.Arrays;
import java.util.Locale;

/**
 * The keys that take a client off a container: a sequence of bytes that is looked for in what it
 * types, as moby's {@code term.NewEscapeProxy} does. What was held back since it began like the
 * sequence follows as soon as it goes on otherwise. Not for several threads.
 */
final class DetachKeys {
    private static final byte[] DEFAULT = {16, 17}; // ctrl-p, ctrl-q

    private final byte[] keys;
    private int matched;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /**
     * Reads keys such as {@code ctrl-p,ctrl-q} or {@code a,b}; empty for these.
     *
     * @throws EngineException 400
     */
    static DetachKeys parse(String text) {
        if (text.isEmpty()) {
            return new DetachKeys(DEFAULT);
        }
        String[] names = text.split(",", -1);
        byte[] keys = new byte[names.length];
        for (int i = 0; i < names.length; i++) {
            keys[i] = key(names[i], text);
        }
        return new DetachKeys(keys);
    }

    private static byte key(String name, String all) {
        if (name.length() == 1 && name.charAt(0) < 0x80) {
            return (byte) name.charAt(0);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("ctrl-") && lower.length() == 6) {
            char c = lower.charAt(5);
            int special = "@[\\]^_".indexOf(c);
            if (c >= 'a' && c <= 'z') {
                return (byte) (c - 'a' + 1);
            }
            if (special >= 0) {
                return (byte) (special == 0 ? 0 : 26 + special);
            }
        }
        throw EngineException.invalid(
                "Invalid detach keys (" + all + ") provided: Unknown character: '" + name + "'");
    }

    /** What is to be passed on of some input, and whether the keys were typed at its end. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Passed(byte[] bytes, boolean detached) {}

    /** Looks at the next bytes of the input. */
    Passed pass(byte[] input, int length) {
        byte[] out = new byte[matched + length];
        int size = 0;
        for (int i = 0; i < length; i++) {
            if (input[i] == keys[matched]) {
                matched++;
                if (matched == keys.length) {
                    matched = 0;
                    return new Passed(Arrays.copyOf(out, size), true);
                }
                continue;
            }
            System.arraycopy(keys, 0, out, size, matched);
            size += matched;
            matched = 0;
            if (input[i] == keys[0]) {
                matched = 1;
                if (keys.length == 1) {
                    matched = 0;
                    return new Passed(Arrays.copyOf(out, size), true);
                }
            } else {
                out[size++] = input[i];
            }
        }
        return new Passed(Arrays.copyOf(out, size), false);
    }
}
