package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/**
 * The lines of {@code tar-split.json.gz}: a cursor over them. Reads any order of members, and
 * passes over members it does not know, as Go does; all that is not of the format it refuses.
 */
final class TarSplitReader {
    private static final byte[] NOTHING = {};

    private final JsonLines json;

    private int type;
    private long size;
    private byte[] name = NOTHING;
    private byte[] payload = NOTHING;

    /**
     * @param in gzip
     */
    TarSplitReader(InputStream in) {
        json = new JsonLines(new GzipInput(in));
    }

    /**
     * Goes to the next line; false at the end.
     *
     * @throws ArchiveException when there is something else
     */
    boolean next() throws IOException {
        if (!json.beginObject()) {
            return false;
        }
        type = 0;
        size = 0;
        name = NOTHING;
        payload = NOTHING;
        while (json.nextMember()) {
            switch (json.name()) {
                case "type" -> type = (int) json.number();
                case "size" -> size = json.number();
                case "name" -> name = json.string();
                case "name_raw" -> name = decoded(json.string());
                case "payload" -> payload = json.string();
                default -> json.skipValue();
            }
        }
        if ((type != 1 && type != 2) || size < 0) {
            throw json.malformed();
        }
        return true;
    }

    /** Whether the line is of bytes of the archive; else it is of an entry. */
    boolean isSegment() {
        return type == 2;
    }

    /** The entry's name, as it stood in the archive. */
    byte[] name() {
        return name;
    }

    /** How many bytes of the archive the line stands for. */
    long length() {
        return isSegment() ? decodedLength(payload) : size;
    }

    /** The bytes of a segment, or a file's checksum. */
    byte[] payload() {
        return decoded(payload);
    }

    private static byte[] decoded(byte[] base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ArchiveException("tar-split: " + e.getMessage(), e);
        }
    }

    private static long decodedLength(byte[] base64) {
        int length = base64.length;
        int filler = 0;
        while (filler < length && base64[length - 1 - filler] == '=') {
            filler++;
        }
        return length / 4 * 3L - filler;
    }
}
