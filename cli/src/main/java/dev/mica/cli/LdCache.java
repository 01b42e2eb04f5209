package dev.mica.cli;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /etc/ld.so.cache}: where {@code ldconfig} found which library. glibc's format 1.1 (its
 * {@code dl-cache.h}), alone or behind the older one. Variants for certain processors (hwcaps) are
 * left out: the plain one runs everywhere.
 */
final class LdCache {

    private static final String MAGIC = "glibc-ld.so.cache1.1";
    private static final String OLD_MAGIC = "ld.so-1.7.0";
    private static final int HEADER = 48;
    private static final int ENTRY = 24;

    private final Map<String, List<Path>> libraries;

    private LdCache(Map<String, List<Path>> libraries) {
        this.libraries = libraries;
    }

    /** Reads a cache; one that is missing or not understood has no libraries. */
    static LdCache read(Path file) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            return new LdCache(parse(bytes.order(ByteOrder.LITTLE_ENDIAN)));
        } catch (NoSuchFileException e) {
            return new LdCache(Map.of());
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new IOException(file + " is damaged; run ldconfig", e);
        }
    }

    /** The files of a library's name, the preferred first; of several machines perhaps. */
    List<Path> find(String name) {
        return libraries.getOrDefault(name, List.of());
    }

    private static Map<String, List<Path>> parse(ByteBuffer file) {
        int start = start(file);
        if (start < 0) {
            return Map.of();
        }
        // offsets of strings count from the header
        ByteBuffer cache = file.slice(start, file.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
        int count = cache.getInt(20);
        Map<String, List<Path>> libraries = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int at = HEADER + i * ENTRY;
            boolean plain = cache.getLong(at + 16) == 0;
            if (plain) {
                String name = text(cache, cache.getInt(at + 4));
                Path path = Path.of(text(cache, cache.getInt(at + 8)));
                libraries.computeIfAbsent(name, _ -> new ArrayList<>()).add(path);
            }
        }
        return libraries;
    }

    private static int start(ByteBuffer file) {
        if (startsWith(file, 0, MAGIC)) {
            return 0;
        }
        if (startsWith(file, 0, OLD_MAGIC)) {
            // its entries have 12 bytes each; the new header is aligned to 8
            int end = 16 + 12 * file.getInt(12);
            int aligned = (end + 7) & ~7;
            return startsWith(file, aligned, MAGIC) ? aligned : -1;
        }
        return -1;
    }

    private static boolean startsWith(ByteBuffer file, int at, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.US_ASCII);
        return at >= 0
                && at + wanted.length <= file.limit()
                && file.slice(at, wanted.length).equals(ByteBuffer.wrap(wanted));
    }

    private static String text(ByteBuffer cache, int at) {
        int end = at;
        while (cache.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - at];
        cache.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
