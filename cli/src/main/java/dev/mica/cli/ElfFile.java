package dev.mica.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a 64-bit little-endian ELF file says to the program that loads it: {@code elf(5)}, and the
 * gABI's chapters on program loading and dynamic linking. Other files are none.
 *
 * @param machine the processor, as {@code e_machine} has it
 * @param interpreter the dynamic loader that the kernel starts, absent for a static program and for
 *     most libraries
 * @param needed the names of the libraries that are to be loaded first, in order
 * @param rpath where to look for them and for theirs, before anything else; unused if there is a
 *     runpath
 * @param runpath where to look for them
 * @param defaultLibraries whether the system's own folders are searched too
 */
record ElfFile(
        int machine,
        Optional<String> interpreter,
        List<String> needed,
        List<String> rpath,
        List<String> runpath,
        boolean defaultLibraries) {

    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int DT_STRSZ = 10;
    private static final int DT_RPATH = 15;
    private static final int DT_RUNPATH = 29;
    private static final int DT_FLAGS_1 = 0x6ffffffb;
    private static final int DF_1_NODEFLIB = 0x800;

    /** More than any linker writes; what a table of a damaged file says is not believed. */
    private static final int MOST_BYTES = 16 << 20;

    /** A program header: where a part of the file is mapped. */
    private record Segment(int type, long offset, long address, long size) {}

    /**
     * Reads a file; nothing if it is no such ELF file.
     *
     * @throws IOException when it cannot be read, or its tables lead out of it
     */
    static Optional<ElfFile> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < HEADER) {
                return Optional.empty();
            }
            ByteBuffer header = bytes(channel, 0, HEADER);
            // magic, 64 bits, little-endian
            if (header.getInt(0) != 0x464c457f || header.get(4) != 2 || header.get(5) != 1) {
                return Optional.empty();
            }
            return Optional.of(read(channel, header));
        }
    }

    private static ElfFile read(FileChannel channel, ByteBuffer header) throws IOException {
        int machine = header.getShort(18) & 0xffff;
        int entrySize = header.getShort(54) & 0xffff;
        int count = header.getShort(56) & 0xffff;
        if (count > 0 && entrySize != PROGRAM_HEADER) {
            throw new IOException("ELF program headers of " + entrySize + " bytes");
        }
        ByteBuffer table = bytes(channel, header.getLong(32), (long) count * entrySize);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = i * PROGRAM_HEADER;
            segments.add(
                    new Segment(
                            table.getInt(at),
                            table.getLong(at + 8),
                            table.getLong(at + 16),
                            table.getLong(at + 32)));
        }
        @Nullable String interpreter = null;
        Dynamic dynamic = new Dynamic();
        for (Segment segment : segments) {
            if (segment.type() == PT_INTERP) {
                interpreter = text(bytes(channel, segment.offset(), segment.size()), 0);
            } else if (segment.type() == PT_DYNAMIC) {
                dynamic.read(bytes(channel, segment.offset(), segment.size()));
            }
        }
        return dynamic.finish(channel, segments, machine, interpreter);
    }

    /** The entries of the dynamic section; names are offsets into the string table. */
    private static final class Dynamic {
        private final List<Long> needed = new ArrayList<>();
        private long rpath = -1;
        private long runpath = -1;
        private long strings = -1;
        private long stringsSize;
        private long flags;

        void read(ByteBuffer section) {
            for (int at = 0; at + 16 <= section.limit(); at += 16) {
                long value = section.getLong(at + 8);
                switch ((int) section.getLong(at)) {
                    case 0 -> {
                        return;
                    }
                    case DT_NEEDED -> needed.add(value);
                    case DT_STRTAB -> strings = value;
                    case DT_STRSZ -> stringsSize = value;
                    case DT_RPATH -> rpath = value;
                    case DT_RUNPATH -> runpath = value;
                    case DT_FLAGS_1 -> flags = value;
                    default -> {}
                }
            }
        }

        ElfFile finish(
                FileChannel channel,
                List<Segment> segments,
                int machine,
                @Nullable String interpreter)
                throws IOException {
            ByteBuffer table = ByteBuffer.allocate(0);
            if (strings >= 0) {
                table = bytes(channel, offset(segments, strings), stringsSize);
            }
            List<String> names = new ArrayList<>();
            for (long name : needed) {
                names.add(text(table, name));
            }
            return new ElfFile(
                    machine,
                    Optional.ofNullable(interpreter),
                    List.copyOf(names),
                    folders(table, rpath),
                    folders(table, runpath),
                    (flags & DF_1_NODEFLIB) == 0);
        }

        private static List<String> folders(ByteBuffer table, long at) throws IOException {
            return at < 0 ? List.of() : List.of(text(table, at).split(":", -1));
        }
    }

    /** Where in the file the byte of an address is. */
    private static long offset(List<Segment> segments, long address) throws IOException {
        for (Segment segment : segments) {
            if (segment.type() == PT_LOAD
                    && address >= segment.address()
                    && address - segment.address() < segment.size()) {
                return segment.offset() + address - segment.address();
            }
        }
        throw new IOException("an ELF address that no segment has: " + address);
    }

    private static ByteBuffer bytes(FileChannel channel, long offset, long size)
            throws IOException {
        if (offset < 0 || size < 0 || size > MOST_BYTES || offset > channel.size() - size) {
            throw new IOException("an ELF table that leads out of the file");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("the file became shorter");
            }
        }
        return bytes.flip();
    }

    private static String text(ByteBuffer bytes, long at) throws IOException {
        if (at < 0 || at >= bytes.limit()) {
            throw new IOException("an ELF name that leads out of its table");
        }
        int end = (int) at;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - (int) at];
        bytes.get((int) at, name);
        return new String(name, StandardCharsets.UTF_8);
    }
}
