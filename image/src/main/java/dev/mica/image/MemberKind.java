package dev.mica.image;

import java.util.Locale;

/** Tells layers from JSON by their first bytes, since names of members are free. */
enum MemberKind {
    JSON,
    LAYER,
    OTHER;

    private static final int BLOCK = 512;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_SIZE = 8;

    static MemberKind of(String name, byte[] head) {
        String base = name.substring(name.lastIndexOf('/') + 1);
        switch (base) {
            case "manifest.json", "index.json", "repositories", "json", "oci-layout" -> {
                return JSON;
            }
            case "layer.tar" -> {
                return LAYER;
            }
            default -> {}
        }
        if (isCompressed(head)
                || isTar(head)
                || base.toLowerCase(Locale.ROOT).matches(".+\\.tar(\\..+)?")) {
            return LAYER;
        }
        return base.endsWith(".json") || looksLikeJson(head) ? JSON : OTHER;
    }

    private static boolean looksLikeJson(byte[] head) {
        for (byte b : head) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    /** gzip, zstd, xz and bzip2, by their first bytes. */
    private static boolean isCompressed(byte[] head) {
        return startsWith(head, 0x1f, 0x8b)
                || startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)
                || startsWith(head, 0xfd, '7', 'z', 'X', 'Z', 0)
                || startsWith(head, 'B', 'Z', 'h');
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** A tar begins with a header whose checksum is right, or, without entries, with zeros. */
    private static boolean isTar(byte[] head) {
        if (head.length < BLOCK) {
            return false;
        }
        int sum = 0;
        boolean zeros = true;
        for (int i = 0; i < BLOCK; i++) {
            boolean inChecksum = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_SIZE;
            sum += inChecksum ? ' ' : head[i] & 0xff;
            zeros &= head[i] == 0;
        }
        return zeros || sum == checksum(head);
    }

    private static int checksum(byte[] head) {
        int value = 0;
        boolean digits = false;
        for (int i = CHECKSUM_AT; i < CHECKSUM_AT + CHECKSUM_SIZE; i++) {
            if (head[i] >= '0' && head[i] <= '7') {
                value = value * 8 + head[i] - '0';
                digits = true;
            } else if (digits) {
                break;
            }
        }
        return digits ? value : -1;
    }
}
