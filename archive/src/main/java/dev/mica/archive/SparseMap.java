package dev.mica.archive;

import java.io.IOException;
import java.util.Arrays;

/**
 * Where the data of a sparse file lies; between is nothing but zeros. The pieces are in order and
 * do not overlap.
 */
final class SparseMap {
    /** What all that describes one file may take in an archive; as in Go and libarchive. */
    private static final int LIMIT = 1 << 20;

    private static final int ENTRY_SIZE = 24;
    private static final int ENTRIES_IN_HEADER = 4;
    private static final int ENTRIES_IN_EXTENSION = 21;
    private static final int EXTENDED = ENTRY_SIZE * ENTRIES_IN_EXTENSION;

    private long[] numbers = new long[16];
    private int used;

    /** How many pieces of data there are. */
    int size() {
        return used / 2;
    }

    long offset(int piece) {
        return numbers[2 * piece];
    }

    long length(int piece) {
        return numbers[2 * piece + 1];
    }

    private void add(long number) {
        if (used == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * used);
        }
        numbers[used++] = number;
    }

    /**
     * @param size of the whole file
     * @throws ArchiveException when pieces overlap or lie outside it
     */
    SparseMap validated(long size) {
        long before = 0;
        for (int i = 0; i < size(); i++) {
            boolean valid =
                    length(i) >= 0
                            && offset(i) >= before
                            && offset(i) <= Long.MAX_VALUE - length(i)
                            && offset(i) + length(i) <= size;
            if (!valid) {
                throw ArchiveException.invalidHeader();
            }
            before = offset(i) + length(i);
        }
        if (size < 0) {
            throw ArchiveException.invalidHeader();
        }
        return this;
    }

    /** The map in a GNU header block and the extension blocks that follow it. */
    static SparseMap ofGnu(TarBlock header, TarInput input) throws IOException {
        SparseMap map = new SparseMap();
        map.addEntries(header, TarBlock.GNU_SPARSE, ENTRIES_IN_HEADER);
        boolean extended = header.at(TarBlock.GNU_SPARSE_EXTENDED) != 0;
        for (int read = TarBlock.SIZE; extended; read += TarBlock.SIZE) {
            if (read >= LIMIT) {
                throw tooLong();
            }
            TarBlock extension = input.block();
            if (extension == null) {
                throw ArchiveException.unexpectedEof();
            }
            map.addEntries(extension, 0, ENTRIES_IN_EXTENSION);
            extended = extension.at(EXTENDED) != 0;
        }
        return map;
    }

    private void addEntries(TarBlock block, int field, int count) {
        for (int i = 0; i < count && block.at(field + i * ENTRY_SIZE) != 0; i++) {
            add(block.number(field + i * ENTRY_SIZE, TarBlock.LONG));
            add(block.number(field + i * ENTRY_SIZE + TarBlock.LONG, TarBlock.LONG));
        }
    }

    /** The map in PAX records: GNU's formats 0.0 and 0.1. */
    static SparseMap ofRecords(PaxRecords records) {
        byte[] text = records.bytes(PaxRecords.SPARSE_MAP);
        SparseMap map = new SparseMap();
        int at = 0;
        while (at < text.length) {
            int end = at;
            while (end < text.length && text[end] != ',') {
                end++;
            }
            map.add(PaxRecords.number(Arrays.copyOfRange(text, at, end)));
            at = end + 1;
            if (at == text.length) {
                throw ArchiveException.invalidHeader();
            }
        }
        long pieces = PaxRecords.number(records.bytes("GNU.sparse.numblocks"));
        if (map.used % 2 != 0 || map.size() != pieces) {
            throw ArchiveException.invalidHeader();
        }
        return map;
    }

    /**
     * The map before the data: GNU's format 1.0, decimal numbers on a line each, filled up to whole
     * blocks.
     *
     * @param content of the entry; what the map takes is consumed
     */
    static SparseMap ofContent(TarContent content) throws IOException {
        SparseMap map = new SparseMap();
        long wanted = -1;
        long number = 0;
        int digits = 0;
        for (int read = 0; wanted != map.used; read += TarBlock.SIZE) {
            if (read >= LIMIT) {
                throw tooLong();
            }
            TarBlock block = content.takeBlock();
            for (int i = 0; i < TarBlock.SIZE && wanted != map.used; i++) {
                if (block.at(i) != '\n') {
                    number = appended(number, block.at(i));
                    digits++;
                    continue;
                }
                if (digits == 0) {
                    throw ArchiveException.invalidHeader();
                }
                if (wanted < 0) {
                    wanted = 2 * Math.min(number, Integer.MAX_VALUE);
                } else {
                    map.add(number);
                }
                number = 0;
                digits = 0;
            }
        }
        return map;
    }

    private static long appended(long number, byte digit) {
        if (digit < '0' || digit > '9' || number > (Long.MAX_VALUE - 9) / 10) {
            throw ArchiveException.invalidHeader();
        }
        return number * 10 + (digit - '0');
    }

    private static ArchiveException tooLong() {
        return new ArchiveException("archive/tar: sparse map too long");
    }
}
