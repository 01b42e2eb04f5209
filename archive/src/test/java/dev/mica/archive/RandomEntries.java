package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Entries of every kind, the same for the same seed, with what tends to break writers. */
final class RandomEntries {
    private static final List<EntryType> TYPES =
            List.of(
                    EntryType.FILE,
                    EntryType.HARD_LINK,
                    EntryType.SYMLINK,
                    EntryType.CHAR_DEVICE,
                    EntryType.BLOCK_DEVICE,
                    EntryType.DIRECTORY,
                    EntryType.FIFO);
    private static final String[] LETTERS = {
        "a", "b", ".", "-", " ", "\u00FC", "\u6F22", "\uD83D\uDE00"
    };
    private static final int[] LENGTHS = {1, 5, 98, 99, 100, 101, 154, 156, 255, 300};
    private static final int[] SIZES = {0, 1, 511, 512, 513, 1024, 70_000};

    private final Random random;

    RandomEntries(long seed) {
        random = new Random(seed);
    }

    /** Entries of different names, with a size for files. */
    List<TarEntry> next() {
        List<TarEntry> entries = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            entries.add(entry(i));
        }
        return entries;
    }

    /** What a file of an entry holds. */
    byte[] content(TarEntry entry) {
        byte[] content = new byte[(int) entry.size()];
        random.nextBytes(content);
        return content;
    }

    private TarEntry entry(int number) {
        EntryType type = TYPES.get(random.nextInt(TYPES.size()));
        TarEntry.Builder entry =
                TarEntry.builder(type, number + "/" + name())
                        .mode(random.nextInt(010000))
                        .uid(id())
                        .gid(id())
                        .userName(random.nextInt(3) == 0 ? name(32) : "")
                        .groupName(random.nextInt(3) == 0 ? name(32) : "")
                        .modified(Instant.ofEpochSecond(random.nextLong(-1L << 34, 1L << 34)));
        switch (type) {
            case FILE -> entry.size(SIZES[random.nextInt(SIZES.length)]);
            case HARD_LINK, SYMLINK -> entry.linkName(name().getBytes(UTF_8));
            case CHAR_DEVICE, BLOCK_DEVICE ->
                    entry.device(random.nextInt(4096), random.nextInt(1 << 20));
            default -> {}
        }
        for (int i = random.nextInt(8) - 5; i > 0; i--) {
            entry.xattr("user." + i, name(200).getBytes(UTF_8));
        }
        return entry.build();
    }

    private long id() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(65536);
            case 2 -> 2097151 + random.nextInt(3);
            default -> random.nextLong(1L << 32);
        };
    }

    private String name() {
        return name(LENGTHS[random.nextInt(LENGTHS.length)]);
    }

    /** A name of at least one and at most so many bytes, no component of which is empty or dots. */
    private String name(int bytes) {
        StringBuilder name = new StringBuilder("n");
        int alphabet = random.nextBoolean() ? 5 : LETTERS.length;
        int left = bytes - 1;
        while (left > 1) {
            String next = random.nextInt(20) == 0 ? "/n" : LETTERS[random.nextInt(alphabet)];
            int size = next.getBytes(UTF_8).length;
            name.append(size <= left ? next : "x");
            left -= size <= left ? size : 1;
        }
        return name.append("z".repeat(left)).toString();
    }
}
