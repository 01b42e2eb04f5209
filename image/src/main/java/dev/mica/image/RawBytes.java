package dev.mica.image;

import java.util.Arrays;

/** Bytes that do not change, compared by content. */
public final class RawBytes {

    private final byte[] bytes;

    private RawBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static RawBytes of(byte[] bytes) {
        return new RawBytes(bytes.clone());
    }

    /** How many there are. */
    public int size() {
        return bytes.length;
    }

    /** The bytes; a copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawBytes that && Arrays.equals(that.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
