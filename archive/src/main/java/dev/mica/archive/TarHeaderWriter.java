package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The headers of one entry: a ustar block, and before it a PAX header for what that cannot say. */
final class TarHeaderWriter {
    private static final int LONGEST_PAX_HEADER = 1 << 20;

    private final TarEntry entry;
    private final TarBlockWriter block = new TarBlockWriter();
    private final Map<String, byte[]> records = new TreeMap<>();

    private TarHeaderWriter(TarEntry entry) {
        this.entry = entry;
    }

    static byte[] headers(TarEntry entry, TarWriter.Times times) {
        TarHeaderWriter writer = new TarHeaderWriter(entry);
        byte[] name = writer.names();
        writer.numbers();
        writer.times(times);
        writer.xattrs();
        byte[] main = writer.block.finish(entry.type().flag());
        if (writer.records.isEmpty()) {
            return main;
        }
        byte[] extended = paxHeader(name, writer.records);
        byte[] both = Arrays.copyOf(extended, extended.length + main.length);
        System.arraycopy(main, 0, both, extended.length, main.length);
        return both;
    }

    private byte[] names() {
        byte[] name = entry.name();
        if (entry.type() == EntryType.DIRECTORY
                && (name.length == 0 || name[name.length - 1] != '/')) {
            name = Arrays.copyOf(name, name.length + 1);
            name[name.length - 1] = '/';
        }
        text(TarBlock.NAME, TarBlock.NAME_LENGTH, "path", name);
        text(TarBlock.LINK_NAME, TarBlock.NAME_LENGTH, "linkpath", entry.linkName());
        int owner = TarBlock.OWNER_NAME_LENGTH;
        text(TarBlock.USER_NAME, owner, "uname", entry.userName().getBytes(UTF_8));
        text(TarBlock.GROUP_NAME, owner, "gname", entry.groupName().getBytes(UTF_8));
        return name;
    }

    private void numbers() {
        long size = entry.type() == EntryType.FILE ? entry.size() : 0;
        number(TarBlock.FILE_SIZE, TarBlock.LONG, "size", size);
        number(TarBlock.UID, TarBlock.SHORT, "uid", entry.uid());
        number(TarBlock.GID, TarBlock.SHORT, "gid", entry.gid());
        number(TarBlock.MODE, "mode", entry.mode());
        number(TarBlock.DEVICE_MAJOR, "device major", entry.deviceMajor());
        number(TarBlock.DEVICE_MINOR, "device minor", entry.deviceMinor());
    }

    private void times(TarWriter.Times times) {
        Instant modified = entry.modified();
        boolean exact = times == TarWriter.Times.EXACT;
        boolean fits = block.octal(TarBlock.MTIME, TarBlock.LONG, modified.getEpochSecond());
        if (!fits || (exact && modified.getNano() != 0)) {
            records.put("mtime", time(exact ? modified : seconds(modified)));
        }
        if (exact) {
            entry.accessed().ifPresent(t -> records.put("atime", time(t)));
            entry.changed().ifPresent(t -> records.put("ctime", time(t)));
        }
    }

    private void xattrs() {
        for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
            String name = xattr.getKey();
            if (name.indexOf('=') < 0) {
                records.put(PaxRecords.SCHILY_XATTR + name, xattr.getValue());
            } else {
                // a record's key ends at the first =, so this one needs libarchive's form
                String escaped = name.replace("%", "%25").replace("=", "%3D");
                byte[] value = Base64.getEncoder().withoutPadding().encode(xattr.getValue());
                records.put(PaxRecords.LIBARCHIVE_XATTR + escaped, value);
            }
        }
    }

    private void text(int field, int length, String key, byte[] text) {
        for (byte b : text) {
            if (b == 0) {
                throw new ArchiveException("archive/tar: cannot encode header: NUL in " + key);
            }
        }
        if (text.length > length || !TarHeader.isAscii(text)) {
            records.put(key, text);
        }
        block.text(field, length, text);
    }

    private void number(int field, int length, String key, long value) {
        if (!block.octal(field, length, value)) {
            records.put(key, Long.toString(value).getBytes(ISO_8859_1));
        }
    }

    /** A number that PAX has no record for. */
    private void number(int field, String what, long value) {
        if (!block.octal(field, TarBlock.SHORT, value)) {
            throw new ArchiveException(
                    "archive/tar: cannot encode header: " + what + " " + value + " is too large");
        }
    }

    private static byte[] paxHeader(byte[] name, Map<String, byte[]> records) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> record : records.entrySet()) {
            byte[] key = record.getKey().getBytes(UTF_8);
            int length = lengthWithItself(key.length + record.getValue().length + 3);
            data.writeBytes((length + " ").getBytes(ISO_8859_1));
            data.writeBytes(key);
            data.write('=');
            data.writeBytes(record.getValue());
            data.write('\n');
        }
        int length = data.size();
        if (length > LONGEST_PAX_HEADER) {
            throw ArchiveException.fieldTooLong();
        }
        TarBlockWriter block = new TarBlockWriter();
        block.text(TarBlock.NAME, TarBlock.NAME_LENGTH, paxName(name));
        block.octal(TarBlock.MODE, TarBlock.SHORT, 0);
        block.octal(TarBlock.UID, TarBlock.SHORT, 0);
        block.octal(TarBlock.GID, TarBlock.SHORT, 0);
        block.octal(TarBlock.FILE_SIZE, TarBlock.LONG, length);
        block.octal(TarBlock.MTIME, TarBlock.LONG, 0);
        int padded = length + (-length & (TarBlock.SIZE - 1));
        byte[] header = Arrays.copyOf(block.finish('x'), TarBlock.SIZE + padded);
        System.arraycopy(data.toByteArray(), 0, header, TarBlock.SIZE, length);
        return header;
    }

    /** {@code a/PaxHeaders.0/b} for {@code a/b}; no reader cares. */
    private static byte[] paxName(byte[] name) {
        byte[] directory = LayerPath.parent(name);
        byte[] file = LayerPath.fileName(name);
        byte[] between = LayerPath.join(directory, "PaxHeaders.0".getBytes(ISO_8859_1));
        return LayerPath.cleanUnrooted(LayerPath.join(between, file));
    }

    /** How long a record is whose length takes part in it. */
    private static int lengthWithItself(int rest) {
        int length = rest + Integer.toString(rest).length();
        return rest + Integer.toString(length).length();
    }

    private static Instant seconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    /** Seconds since 1970, with as many digits of a fraction as it takes. */
    private static byte[] time(Instant time) {
        long seconds = time.getEpochSecond();
        int nanoseconds = time.getNano();
        if (nanoseconds == 0) {
            return Long.toString(seconds).getBytes(ISO_8859_1);
        }
        String sign = "";
        if (seconds < 0) {
            sign = "-";
            seconds = -(seconds + 1);
            nanoseconds = 1_000_000_000 - nanoseconds;
        }
        String fraction = Integer.toString(1_000_000_000 + nanoseconds).substring(1);
        return (sign + seconds + '.' + fraction.replaceFirst("0+$", "")).getBytes(ISO_8859_1);
    }
}
