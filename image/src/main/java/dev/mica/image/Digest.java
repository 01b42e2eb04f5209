package dev.mica.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A content digest, {@code algorithm:hex}, as the OCI image specification writes it. SHA-256 is
 * what Docker computes; SHA-512 is parsed and can be verified, for registries that use it.
 *
 * @param algorithm the hash
 * @param hex lower-case hexadecimal digits, as many as the algorithm has
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {

    /** The registered algorithms. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String label;
        private final String jca;
        private final int digits;

        Algorithm(String label, String jca, int digits) {
            this.label = label;
            this.jca = jca;
            this.digits = digits;
        }

        /** The name before the colon. */
        public String label() {
            return label;
        }

        /** A fresh hasher; every JDK has both algorithms. */
        public MessageDigest hasher() {
            try {
                return MessageDigest.getInstance(jca);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(jca + " is required of every JDK", e);
            }
        }
    }

    /**
     * @throws InvalidDigestException when {@code hex} has another length or another character than
     *     lower-case hex
     */
    public Digest {
        if (hex.length() != algorithm.digits) {
            throw new InvalidDigestException("invalid checksum digest length");
        }
        if (!isLowerHex(hex)) {
            throw new InvalidDigestException("invalid checksum digest format");
        }
    }

    /**
     * Parses {@code algorithm:hex}.
     *
     * @throws InvalidDigestException with go-digest's words: {@code invalid checksum digest
     *     format}, {@code … length}, {@code unsupported digest algorithm}
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon + 1 == text.length()) {
            throw new InvalidDigestException("invalid checksum digest format");
        }
        String name = text.substring(0, colon);
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.label.equals(name)) {
                return new Digest(algorithm, text.substring(colon + 1));
            }
        }
        throw new InvalidDigestException("unsupported digest algorithm");
    }

    /** The SHA-256 of some bytes. */
    public static Digest of(byte[] content) {
        return ofSha256(Algorithm.SHA256.hasher().digest(content));
    }

    /** The SHA-256 of a string's UTF-8 bytes. */
    public static Digest of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest whose 32 hash bytes are given. */
    public static Digest ofSha256(byte[] hash) {
        return new Digest(Algorithm.SHA256, HexFormat.of().formatHex(hash));
    }

    /** The digest whose 64 hexadecimal digits are given. */
    public static Digest ofSha256(String hex) {
        return new Digest(Algorithm.SHA256, hex);
    }

    /** Whether these bytes have this digest. */
    public boolean matches(byte[] content) {
        return HexFormat.of().formatHex(algorithm.hasher().digest(content)).equals(hex);
    }

    /** The first twelve digits, as Docker shows ids. */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        int byAlgorithm = algorithm.compareTo(other.algorithm);
        return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return algorithm.label + ':' + hex;
    }

    static boolean isLowerHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
