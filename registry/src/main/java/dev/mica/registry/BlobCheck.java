package dev.mica.registry;

import dev.mica.image.Descriptor;
import dev.mica.image.Digest;
import dev.mica.registry.RegistryException.Kind;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Holds the bytes of a blob against its descriptor while they pass by. */
final class BlobCheck {

    private final Descriptor blob;
    private final String what;
    private final MessageDigest hasher;
    private long received;

    /**
     * @param what the blob is, for errors: {@code filesystem layer}
     */
    BlobCheck(Descriptor blob, String what) {
        this.blob = blob;
        this.what = what;
        this.hasher = blob.digest().algorithm().hasher();
    }

    long received() {
        return received;
    }

    long size() {
        return blob.size();
    }

    boolean isComplete() {
        return received == blob.size();
    }

    /** A whole length was announced. */
    void announced(long length) {
        if (length != blob.size()) {
            throw wrong("the registry has " + length + " bytes, its manifest says " + blob.size());
        }
    }

    /** More bytes came. */
    void update(byte[] bytes, int offset, int length) {
        if (length > blob.size() - received) {
            throw wrong(
                    "the registry sent "
                            + (received + length)
                            + " bytes and more, its manifest says "
                            + blob.size());
        }
        hasher.update(bytes, offset, length);
        received += length;
    }

    /** No more bytes come. */
    void finish() {
        if (!isComplete()) {
            throw wrong(
                    "the registry sent " + received + " bytes, its manifest says " + blob.size());
        }
        Digest.Algorithm algorithm = blob.digest().algorithm();
        Digest actual = new Digest(algorithm, HexFormat.of().formatHex(hasher.digest()));
        if (!actual.equals(blob.digest())) {
            throw wrong("the registry sent bytes of " + actual);
        }
    }

    private RegistryException wrong(String why) {
        return new RegistryException(
                Kind.CORRUPT,
                what + " verification failed for digest " + blob.digest() + ": " + why);
    }
}
