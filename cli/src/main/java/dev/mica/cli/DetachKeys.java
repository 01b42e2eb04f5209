package dev.mica.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keys that, typed one after the other, leave a container's terminal and not end it. */
final class DetachKeys {

    /** What {@code --detach-keys} is unless given. */
    static final String DEFAULT = "ctrl-p,ctrl-q";

    private final byte[] keys;
    private int matched;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /**
     * Reads keys such as {@code ctrl-p,q}.
     *
     * @throws CommandException for one that is neither a character nor {@code ctrl-} and one
     */
    static DetachKeys parse(String text) {
        String[] names = text.split(",", -1);
        byte[] keys = new byte[names.length];
        for (int i = 0; i < names.length; i++) {
            keys[i] = key(names[i]);
        }
        return new DetachKeys(keys);
    }

    private static byte key(String name) {
        if (name.length() == 1 && name.charAt(0) < 128) {
            return (byte) name.charAt(0);
        }
        if (name.startsWith("ctrl-") && name.length() == 6) {
            char character = name.charAt(5);
            if (character >= 'a' && character <= 'z') {
                return (byte) (character - 'a' + 1);
            }
            int other = "@[\\]^_".indexOf(character);
            if (other >= 0) {
                return (byte) (other == 0 ? 0 : 26 + other);
            }
        }
        throw new CommandException(
                "invalid detach keys (" + name + "): Unknown character: '" + name + "'", 125);
    }

    /**
     * Takes what was typed, and returns what of it to send on: keys that may be the beginning of
     * the sequence are held back until more comes. Null once the sequence is whole.
     */
    byte @Nullable [] pass(byte[] typed, int length) {
        byte[] passed = new byte[length + keys.length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            if (typed[i] == keys[matched]) {
                matched++;
                if (matched == keys.length) {
                    return null;
                }
                continue;
            }
            System.arraycopy(keys, 0, passed, count, matched);
            count += matched;
            matched = typed[i] == keys[0] ? 1 : 0;
            if (matched == 0) {
                passed[count++] = typed[i];
            }
        }
        return Arrays.copyOf(passed, count);
    }
}
