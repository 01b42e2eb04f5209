package dev.mica.registry;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Private keys as openssl writes them: PKCS #8, or the older forms of RSA and EC keys. */
final class PrivateKeys {

    /** {@code SEQUENCE { OID rsaEncryption, NULL }}. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /** {@code OID ecPublicKey}; the curve's own follows it. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final byte[] VERSION = {2, 1, 0};

    private PrivateKeys() {}

    /**
     * The first key of a PEM file.
     *
     * @throws GeneralSecurityException when there is none that can be read
     */
    static PrivateKey read(String pem) throws GeneralSecurityException {
        for (Pem block : Pem.parse(pem)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return pkcs8(block.bytes());
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(wrap(RSA, block.bytes()));
                }
                case "EC PRIVATE KEY" -> {
                    return pkcs8(wrap(sequence(EC, curve(block.bytes())), block.bytes()));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                        throw new InvalidKeySpecException("the private key is encrypted");
                default -> {}
            }
        }
        throw new InvalidKeySpecException("failed to find any PEM data in key input");
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "Ed25519", "Ed448")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // of another algorithm
            }
        }
        throw new InvalidKeySpecException("failed to parse private key");
    }

    /** PKCS #8 around a key of an older form. */
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return sequence(VERSION, algorithm, element(4, key));
    }

    /** The curve that an EC key (RFC 5915) names: the element tagged [0] after version and key. */
    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        try {
            int at = content(key, 0);
            at = content(key, at) + length(key, at);
            at = content(key, at) + length(key, at);
            if (key[at] != (byte) 0xa0) {
                throw new InvalidKeySpecException("the EC key names no curve");
            }
            int start = content(key, at);
            return Arrays.copyOfRange(key, start, start + length(key, at));
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("the EC key is truncated", e);
        }
    }

    /** Where the content of the DER element at an offset begins. */
    private static int content(byte[] der, int at) {
        return at + 2 + (der[at + 1] >= 0 ? 0 : der[at + 1] & 0x7f);
    }

    private static int length(byte[] der, int at) {
        if (der[at + 1] >= 0) {
            return der[at + 1];
        }
        int length = 0;
        for (int i = 0; i < (der[at + 1] & 0x7f); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return element(0x30, content.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        int length = content.length;
        if (length < 0x80) {
            der.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            der.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                der.write(length >> (8 * i));
            }
        }
        der.writeBytes(content);
        return der.toByteArray();
    }
}
