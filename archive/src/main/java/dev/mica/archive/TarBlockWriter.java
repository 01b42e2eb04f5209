package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Fills a ustar header block. */
final class TarBlockWriter {
    private final byte[] block = new byte[TarBlock.SIZE];

    /** Lays down as much of the text as is ASCII and fits; the field may end without a NUL. */
    void text(int field, int length, byte[] text) {
        int used = 0;
        for (int i = 0; i < text.length && used < length; i++) {
            if (text[i] > 0) {
                block[field + used++] = text[i];
            }
        }
        if (text.length > length) {
            // with a slash at its end, some would take the shortened name of a file for a directory
            while (used > 0 && block[field + used - 1] == '/') {
                block[field + --used] = 0;
            }
        }
    }

    /** Lays down an octal number and a NUL; zero, and false, when it is negative or too large. */
    boolean octal(int field, int length, long value) {
        int digits = length - 1;
        boolean fits = value >= 0 && value >>> (3 * digits) == 0;
        long left = fits ? value : 0;
        for (int i = digits - 1; i >= 0; i--) {
            block[field + i] = (byte) ('0' + (left & 7));
            left >>>= 3;
        }
        return fits;
    }

    /** The block, with its type, magic and checksum. */
    byte[] finish(char type) {
        block[TarBlock.TYPE] = (byte) type;
        byte[] magic = "ustar\u000000".getBytes(ISO_8859_1);
        System.arraycopy(magic, 0, block, TarBlock.MAGIC, magic.length);
        int sum = ' ' * TarBlock.SHORT;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        octal(TarBlock.CHECKSUM, TarBlock.SHORT - 1, sum);
        block[TarBlock.CHECKSUM + TarBlock.SHORT - 1] = ' ';
        return block;
    }
}
