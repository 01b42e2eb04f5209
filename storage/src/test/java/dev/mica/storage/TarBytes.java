package dev.mica.storage;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Builds tar archives by hand, so that a test can say what no archiver would write. */
final class TarBytes {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int mode = -1;
    private long uid;
    private long gid;
    private final Map<String, byte[]> pax = new TreeMap<>();

    /** The next entry's mode. */
    TarBytes mode(int value) {
        mode = value;
        return this;
    }

    TarBytes owner(long newUid, long newGid) {
        uid = newUid;
        gid = newGid;
        return this;
    }

    /** The next entry's time of modification, in seconds, with a fraction or negative. */
    TarBytes time(String seconds) {
        return pax("mtime", seconds);
    }

    TarBytes xattr(String name, String value) {
        return pax("SCHILY.xattr." + name, value);
    }

    TarBytes xattr(String name, byte[] value) {
        pax.put("SCHILY.xattr." + name, value);
        return this;
    }

    TarBytes pax(String key, String value) {
        pax.put(key, value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    TarBytes file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    TarBytes file(String name, byte[] content) {
        return entry('0', name, "", content, 0, 0, 0644);
    }

    TarBytes directory(String name) {
        return entry('5', name, "", new byte[0], 0, 0, 0755);
    }

    TarBytes symlink(String name, String target) {
        return entry('2', name, target, new byte[0], 0, 0, 0777);
    }

    TarBytes link(String name, String target) {
        return entry('1', name, target, new byte[0], 0, 0, 0644);
    }

    TarBytes device(char type, String name, int major, int minor) {
        return entry(type, name, "", new byte[0], major, minor, 0644);
    }

    TarBytes fifo(String name) {
        return entry('6', name, "", new byte[0], 0, 0, 0644);
    }

    TarBytes whiteout(String name) {
        return file(name, "");
    }

    /** An entry of any type; long names go into PAX records. */
    TarBytes entry(
            char type,
            String name,
            String link,
            byte[] content,
            int major,
            int minor,
            int defaultMode) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] linkBytes = link.getBytes(StandardCharsets.UTF_8);
        if (nameBytes.length > 100) {
            pax.put("path", nameBytes);
        }
        if (linkBytes.length > 100) {
            pax.put("linkpath", linkBytes);
        }
        if (!pax.isEmpty()) {
            byte[] records = records();
            header(
                    'x',
                    "PaxHeaders/x".getBytes(StandardCharsets.UTF_8),
                    new byte[0],
                    records.length,
                    0,
                    0,
                    0644,
                    0,
                    0);
            content(records);
        }
        int entryMode = mode < 0 ? defaultMode : mode;
        header(type, nameBytes, linkBytes, content.length, major, minor, entryMode, uid, gid);
        content(content);
        mode = -1;
        uid = 0;
        gid = 0;
        pax.clear();
        return this;
    }

    private byte[] records() {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        pax.forEach(
                (key, value) -> {
                    int rest = key.length() + value.length + 3;
                    int length = rest + Integer.toString(rest).length();
                    if (Integer.toString(length).length() > Integer.toString(rest).length()) {
                        length++;
                    }
                    records.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.UTF_8));
                    records.writeBytes(value);
                    records.write('\n');
                });
        return records.toByteArray();
    }

    private void header(
            char type,
            byte[] name,
            byte[] link,
            long size,
            int major,
            int minor,
            int entryMode,
            long owner,
            long group) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(name, 0, block, 0, Math.min(100, name.length));
        octal(block, 100, 8, entryMode);
        octal(block, 108, 8, owner);
        octal(block, 116, 8, group);
        octal(block, 124, 12, size);
        octal(block, 136, 12, 1_700_000_000L);
        block[156] = (byte) type;
        System.arraycopy(link, 0, block, 157, Math.min(100, link.length));
        System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 8);
        octal(block, 329, 8, major);
        octal(block, 337, 8, minor);
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        octal(block, 148, 7, sum);
        out.writeBytes(block);
    }

    private static void octal(byte[] block, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        String padded = "0".repeat(length - 1 - digits.length()) + digits;
        System.arraycopy(padded.getBytes(StandardCharsets.US_ASCII), 0, block, at, length - 1);
        block[at + length - 1] = 0;
    }

    private void content(byte[] content) {
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /** The archive, with its end. */
    byte[] toBytes() {
        byte[] entries = out.toByteArray();
        return Arrays.copyOf(entries, entries.length + 2 * BLOCK);
    }
}
