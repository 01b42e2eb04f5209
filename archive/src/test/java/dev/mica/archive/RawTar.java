package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Lays an archive down byte by byte, so that it can be wrong. Texts are Latin-1: a char a byte. */
final class RawTar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A ustar header block, not yet checksummed. */
    static byte[] header(String name, char type, long size) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000644\0");
        put(block, 108, "0000000\0");
        put(block, 116, "0000000\0");
        put(block, 124, String.format("%011o\0", size));
        put(block, 136, "14524700000\0");
        block[156] = (byte) type;
        put(block, 257, "ustar\00000");
        return block;
    }

    static void put(byte[] block, int at, String latin1) {
        byte[] bytes = latin1.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    static byte[] checksummed(byte[] block) {
        put(block, 148, "        ");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        put(block, 148, String.format("%06o\0 ", sum));
        return block;
    }

    RawTar file(String name, String content) {
        return file(name, content, '\0');
    }

    /** A file whose padding is of another byte than zero. */
    RawTar file(String name, String content, char padding) {
        byte[] data = content.getBytes(ISO_8859_1);
        block(header(name, '0', data.length));
        return data(data, padding);
    }

    RawTar directory(String name) {
        return block(header(name, '5', 0));
    }

    /** A block, with its checksum put right. */
    RawTar block(byte[] block) {
        out.writeBytes(checksummed(block));
        return this;
    }

    RawTar data(byte[] data, char padding) {
        out.writeBytes(data);
        byte[] rest = new byte[-data.length & 511];
        Arrays.fill(rest, (byte) padding);
        out.writeBytes(rest);
        return this;
    }

    /** A PAX header for the entry that follows; keys and values in turn. */
    RawTar pax(String... keysAndValues) {
        return pax('x', keysAndValues);
    }

    RawTar pax(char type, String... keysAndValues) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            records.writeBytes(record(keysAndValues[i], keysAndValues[i + 1]));
        }
        block(header("pax", type, records.size()));
        return data(records.toByteArray(), '\0');
    }

    static byte[] record(String key, String value) {
        int rest = (key + value).getBytes(UTF_8).length + 3;
        int length = rest + 1;
        while (length != rest + String.valueOf(length).length()) {
            length++;
        }
        return (length + " " + key + "=" + value + "\n").getBytes(UTF_8);
    }

    RawTar raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    RawTar raw(String latin1) {
        return raw(latin1.getBytes(ISO_8859_1));
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** With the two blocks of zeros that end an archive. */
    byte[] ended() {
        return raw(new byte[1024]).bytes();
    }
}
