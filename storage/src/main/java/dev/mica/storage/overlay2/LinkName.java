package dev.mica.storage.overlay2;

import java.security.SecureRandom;

/** Makes the short names of layers in {@code l/}: 26 characters of base32, at random. */
final class LinkName {
    static final int LENGTH = 26;

    private static final char[] ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private LinkName() {}

    static String random() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        char[] name = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            name[i] = ALPHABET[bytes[i] & 31];
        }
        return new String(name);
    }

    /** Whether a text could be such a name, so that nothing else is taken from a damaged file. */
    static boolean isValid(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < 'A' || c > 'Z') && (c < '2' || c > '7')) {
                return false;
            }
        }
        return true;
    }
}
