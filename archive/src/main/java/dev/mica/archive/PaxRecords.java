package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of a PAX header, {@code LENGTH KEY=VALUE\n} each, with values as bytes. A key's last
 * record counts. GNU's sparse format 0.0, which has one key many times, becomes 0.1.
 */
final class PaxRecords {
    static final String SCHILY_XATTR = "SCHILY.xattr.";
    static final String LIBARCHIVE_XATTR = "LIBARCHIVE.xattr.";
    private static final String SPARSE_OFFSET = "GNU.sparse.offset";
    private static final String SPARSE_LENGTH = "GNU.sparse.numbytes";
    static final String SPARSE_MAP = "GNU.sparse.map";

    private static final byte[] NOTHING = {};
    private static final PaxRecords NONE = new PaxRecords(Map.of());

    private final Map<String, byte[]> records;

    private PaxRecords(Map<String, byte[]> records) {
        this.records = records;
    }

    static PaxRecords none() {
        return NONE;
    }

    /**
     * @throws ArchiveException when a record is not of the form
     */
    static PaxRecords parse(byte[] data) {
        Map<String, byte[]> records = new LinkedHashMap<>();
        StringBuilder sparse = new StringBuilder();
        int sparseNumbers = 0;
        int at = 0;
        while (at < data.length) {
            int space = indexOf(data, ' ', at, data.length);
            long length = number(data, at, space);
            if (length < 5 || length > data.length - at) {
                throw ArchiveException.invalidHeader();
            }
            int end = at + (int) length - 1;
            if (end <= space || data[end] != '\n') {
                throw ArchiveException.invalidHeader();
            }
            int equals = indexOf(data, '=', space + 1, end);
            String key = new String(data, space + 1, equals - space - 1, UTF_8);
            byte[] value = Arrays.copyOfRange(data, equals + 1, end);
            check(key, value);
            if (key.equals(SPARSE_OFFSET) || key.equals(SPARSE_LENGTH)) {
                boolean offsetIsNext = sparseNumbers % 2 == 0;
                if (offsetIsNext != key.equals(SPARSE_OFFSET) || contains(value, ',')) {
                    throw ArchiveException.invalidHeader();
                }
                sparse.append(sparseNumbers++ == 0 ? "" : ",").append(new String(value, UTF_8));
            } else {
                records.put(key, value);
            }
            at = end + 1;
        }
        if (sparseNumbers > 0) {
            records.put(SPARSE_MAP, sparse.toString().getBytes(UTF_8));
        }
        return new PaxRecords(records);
    }

    /** The record's value; empty when there is none. */
    byte[] bytes(String key) {
        return records.getOrDefault(key, NOTHING);
    }

    /** The record's value; empty when there is none. */
    String text(String key) {
        return new String(bytes(key), UTF_8);
    }

    /** Lets the records take the place of what the header says; an empty one leaves it. */
    void applyTo(TarEntry.Builder entry) {
        for (Map.Entry<String, byte[]> record : records.entrySet()) {
            apply(entry, record.getKey(), record.getValue());
        }
    }

    private void apply(TarEntry.Builder entry, String key, byte[] value) {
        if (applyXattr(entry, key, value) || value.length == 0) {
            return;
        }
        switch (key) {
            case "path" -> entry.name(value);
            case "linkpath" -> entry.linkName(value);
            case "uname" -> entry.userName(new String(value, UTF_8));
            case "gname" -> entry.groupName(new String(value, UTF_8));
            case "size" -> entry.size(number(value));
            case "uid" -> entry.uid(number(value));
            case "gid" -> entry.gid(number(value));
            case "mtime" -> entry.modified(time(value));
            case "atime" -> entry.accessed(time(value));
            case "ctime" -> entry.changed(time(value));
            default -> {} // comments, and what other programs know
        }
    }

    private boolean applyXattr(TarEntry.Builder entry, String key, byte[] value) {
        if (key.startsWith(SCHILY_XATTR)) {
            entry.xattr(key.substring(SCHILY_XATTR.length()), value);
            return true;
        }
        if (key.startsWith(LIBARCHIVE_XATTR)) {
            String attribute = percentDecoded(key.substring(LIBARCHIVE_XATTR.length()));
            byte @Nullable [] decoded = base64(value);
            // libarchive writes both forms; the plain one needs no decoding
            if (decoded != null && !records.containsKey(SCHILY_XATTR + attribute)) {
                entry.xattr(attribute, decoded);
            }
            return true;
        }
        return false;
    }

    private static void check(String key, byte[] value) {
        boolean isString =
                switch (key) {
                    case "path", "linkpath", "uname", "gname" -> true;
                    default -> false;
                };
        boolean valid =
                !key.isEmpty() && (isString ? !contains(value, '\0') : key.indexOf('\0') < 0);
        if (!valid) {
            throw ArchiveException.invalidHeader();
        }
    }

    /** Seconds since 1970 with an optional fraction, of which nine digits count. */
    static Instant time(byte[] value) {
        int point = 0;
        while (point < value.length && value[point] != '.') {
            point++;
        }
        long seconds = number(value, 0, point);
        int nanoseconds = 0;
        int weight = 100_000_000;
        for (int i = point + 1; i < value.length; i++) {
            int digit = value[i] - '0';
            if (digit < 0 || digit > 9) {
                throw ArchiveException.invalidHeader();
            }
            nanoseconds += digit * weight;
            weight /= 10;
        }
        return TarHeader.instant(seconds, value[0] == '-' ? -nanoseconds : nanoseconds);
    }

    /** A decimal number, with a sign or without. */
    static long number(byte[] value) {
        return number(value, 0, value.length);
    }

    private static long number(byte[] data, int from, int to) {
        try {
            return Long.parseLong(new String(data, from, to - from, ISO_8859_1));
        } catch (NumberFormatException _) {
            throw ArchiveException.invalidHeader();
        }
    }

    private static int indexOf(byte[] data, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == wanted) {
                return i;
            }
        }
        throw ArchiveException.invalidHeader();
    }

    private static boolean contains(byte[] data, char wanted) {
        for (byte b : data) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    private static byte @Nullable [] base64(byte[] value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String percentDecoded(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        byte[] in = name.getBytes(UTF_8);
        byte[] out = new byte[in.length];
        int used = 0;
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
            if (in[i] == '%' && high >= 0 && low >= 0) {
                out[used++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                out[used++] = in[i];
            }
        }
        return new String(out, 0, used, UTF_8);
    }
}
