package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * What the name of a layer's entry means. In an image's layer a deletion is a file with a special
 * name, in the form that AUFS once had and OCI took over; on disk overlay2 has it as a character
 * device 0:0 or as an xattr. This is the form with names.
 */
public sealed interface LayerName {

    /** The prefix of every special name. */
    String PREFIX = ".wh.";

    /** The name that makes its directory opaque. */
    String OPAQUE_NAME = ".wh..wh..opq";

    /** An entry like any other. */
    record Plain() implements LayerName {}

    /** The entry hides what the layers below have at a path. */
    final class Whiteout implements LayerName {
        private final byte[] hidden;

        Whiteout(byte[] hidden) {
            this.hidden = hidden;
        }

        /** The hidden path: clean, relative to the layer's root. */
        public byte[] hidden() {
            return hidden.clone();
        }
    }

    /** The entry hides all that the layers below have in a directory. */
    final class Opaque implements LayerName {
        private final byte[] directory;

        Opaque(byte[] directory) {
            this.directory = directory;
        }

        /** The directory: clean, relative to the layer's root, empty for the root itself. */
        public byte[] directory() {
            return directory.clone();
        }
    }

    /** AUFS's own book-keeping ({@code .wh..wh.aufs}, {@code .wh..wh.plnk/…}): not unpacked. */
    record AufsMetadata() implements LayerName {}

    /**
     * What a path means.
     *
     * @param path clean, as {@link LayerPath#clean} gives it
     * @throws ArchiveException when the name would hide nothing ({@code .wh.}), or its own
     *     directory or the one above ({@code .wh..}, {@code .wh...}), in the words that Docker
     *     fails with
     */
    static LayerName of(byte[] path) {
        byte[] name = LayerPath.fileName(path);
        if (startsWith(path, AufsPrefix.METADATA) && !Arrays.equals(path, AufsPrefix.OPAQUE)) {
            return new AufsMetadata();
        }
        if (!startsWith(name, AufsPrefix.WHITEOUT)) {
            return new Plain();
        }
        byte[] directory = LayerPath.parent(path);
        if (Arrays.equals(name, AufsPrefix.OPAQUE)) {
            return new Opaque(directory);
        }
        if (startsWith(name, AufsPrefix.METADATA)) {
            return new AufsMetadata();
        }
        byte[] hidden = Arrays.copyOfRange(name, AufsPrefix.WHITEOUT.length, name.length);
        byte[] target = LayerPath.join(directory, hidden);
        if (isDots(hidden)) {
            String existing = new String(LayerPath.clean(target), UTF_8);
            throw new ArchiveException(
                    "failed to mknod(\"/" + existing + "\", S_IFCHR, 0): file exists");
        }
        return new Whiteout(target);
    }

    /**
     * The name by which a layer's archive hides {@code path}: {@code a/b} gives {@code a/.wh.b}.
     */
    static byte[] whiteout(byte[] path) {
        byte[] hidden = LayerPath.fileName(path);
        byte[] name =
                Arrays.copyOf(AufsPrefix.WHITEOUT, AufsPrefix.WHITEOUT.length + hidden.length);
        System.arraycopy(hidden, 0, name, AufsPrefix.WHITEOUT.length, hidden.length);
        return LayerPath.join(LayerPath.parent(path), name);
    }

    /** The name by which a layer's archive makes {@code directory} opaque. */
    static byte[] opaque(byte[] directory) {
        return LayerPath.join(directory, AufsPrefix.OPAQUE.clone());
    }

    private static boolean isDots(byte[] name) {
        for (byte b : name) {
            if (b != '.') {
                return false;
            }
        }
        return name.length <= 2;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
