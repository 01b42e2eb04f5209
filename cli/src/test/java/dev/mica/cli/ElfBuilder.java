package dev.mica.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes ELF files that a loader could read and no processor could run. */
final class ElfBuilder {

    private static final int HEADERS = 64 + 3 * 56;

    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final List<long[]> dynamic = new ArrayList<>();
    private int machine = 62;
    private @Nullable String interpreter;

    ElfBuilder() {
        strings.write(0);
    }

    ElfBuilder machine(int value) {
        machine = value;
        return this;
    }

    ElfBuilder interpreter(String path) {
        interpreter = path;
        return this;
    }

    ElfBuilder needs(String library) {
        return entry(1, name(library));
    }

    ElfBuilder rpath(String folders) {
        return entry(15, name(folders));
    }

    ElfBuilder runpath(String folders) {
        return entry(29, name(folders));
    }

    ElfBuilder entry(long tag, long value) {
        dynamic.add(new long[] {tag, value});
        return this;
    }

    private long name(String text) {
        long at = strings.size();
        strings.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
        return at;
    }

    byte[] bytes() {
        byte[] loader =
                interpreter == null
                        ? new byte[0]
                        : (interpreter + "\0").getBytes(StandardCharsets.UTF_8);
        int dynamicAt = HEADERS + loader.length;
        int stringsAt = dynamicAt + (dynamic.size() + 3) * 16;
        int size = stringsAt + strings.size();
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        file.putShort(18, (short) machine);
        file.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 3);
        // addresses are 0x1000 more than offsets
        segment(file, 0, 1, 0, size);
        segment(file, 1, 2, dynamicAt, (dynamic.size() + 3) * 16L);
        segment(file, 2, interpreter == null ? 0 : 3, HEADERS, loader.length);
        file.position(HEADERS).put(loader);
        for (long[] entry : dynamic) {
            file.putLong(entry[0]).putLong(entry[1]);
        }
        file.putLong(5).putLong(stringsAt + 0x1000);
        file.putLong(10).putLong(strings.size());
        file.putLong(0).putLong(0);
        file.put(strings.toByteArray());
        return file.array();
    }

    private static void segment(ByteBuffer file, int index, int type, long offset, long size) {
        int at = 64 + index * 56;
        file.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, offset + 0x1000);
        file.putLong(at + 32, size);
    }

    /** Writes it as an executable file. */
    void writeTo(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes());
            if (!file.toFile().setExecutable(true)) {
                throw new IllegalStateException("cannot make " + file + " executable");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
