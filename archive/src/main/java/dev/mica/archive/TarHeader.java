package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;

/** One header block, decoded. */
final class TarHeader {
    private TarHeader() {}

    /**
     * What a header block says.
     *
     * @throws ArchiveException when it is none: a wrong checksum, a field that is no number
     */
    static TarEntry.Builder parse(TarBlock block) {
        if (!block.hasValidChecksum()) {
            throw ArchiveException.invalidHeader();
        }
        TarEntry.Builder entry =
                TarEntry.builder(EntryType.FILE, block.text(TarBlock.NAME, TarBlock.NAME_LENGTH))
                        .typeFlag((char) (block.at(TarBlock.TYPE) & 0xFF))
                        .linkName(block.text(TarBlock.LINK_NAME, TarBlock.NAME_LENGTH))
                        .size(block.number(TarBlock.FILE_SIZE, TarBlock.LONG))
                        .mode((int) block.number(TarBlock.MODE, TarBlock.SHORT))
                        .uid(block.number(TarBlock.UID, TarBlock.SHORT))
                        .gid(block.number(TarBlock.GID, TarBlock.SHORT))
                        .modified(time(block, TarBlock.MTIME));
        TarFormat format = TarFormat.of(block);
        if (format != TarFormat.V7) {
            entry.userName(ownerName(block, TarBlock.USER_NAME))
                    .groupName(ownerName(block, TarBlock.GROUP_NAME))
                    .device(
                            block.number(TarBlock.DEVICE_MAJOR, TarBlock.SHORT),
                            block.number(TarBlock.DEVICE_MINOR, TarBlock.SHORT));
        }
        switch (format) {
            case V7 -> {}
            case USTAR -> prefix(entry, block.text(TarBlock.PREFIX, TarBlock.PREFIX_LENGTH));
            case STAR -> {
                prefix(entry, block.text(TarBlock.PREFIX, TarBlock.STAR_PREFIX_LENGTH));
                entry.accessed(time(block, TarBlock.STAR_ATIME))
                        .changed(time(block, TarBlock.STAR_CTIME));
            }
            case GNU -> gnu(entry, block);
        }
        return entry;
    }

    /**
     * GNU has times where ustar has the prefix. Go before 1.8 wrote a prefix there all the same:
     * where the times are no numbers and the prefix is ASCII, it is taken for one.
     */
    private static void gnu(TarEntry.Builder entry, TarBlock block) {
        try {
            Instant accessed = time(block, TarBlock.GNU_ATIME);
            Instant changed = time(block, TarBlock.GNU_CTIME);
            if (block.at(TarBlock.GNU_ATIME) != 0) {
                entry.accessed(accessed);
            }
            if (block.at(TarBlock.GNU_CTIME) != 0) {
                entry.changed(changed);
            }
        } catch (ArchiveException _) {
            byte[] prefix = block.text(TarBlock.PREFIX, TarBlock.PREFIX_LENGTH);
            if (isAscii(prefix)) {
                prefix(entry, prefix);
            }
        }
    }

    private static void prefix(TarEntry.Builder entry, byte[] prefix) {
        if (prefix.length > 0) {
            entry.name(LayerPath.join(prefix, entry.name()));
        }
    }

    private static String ownerName(TarBlock block, int field) {
        return new String(block.text(field, TarBlock.OWNER_NAME_LENGTH), UTF_8);
    }

    private static Instant time(TarBlock block, int field) {
        return instant(block.number(field, TarBlock.LONG), 0);
    }

    /** The instant; one that Java cannot say becomes the first or last that it can. */
    static Instant instant(long seconds, int nanoseconds) {
        if (seconds >= Instant.MAX.getEpochSecond()) {
            return Instant.MAX;
        }
        return seconds <= Instant.MIN.getEpochSecond()
                ? Instant.MIN
                : Instant.ofEpochSecond(seconds, nanoseconds);
    }

    static boolean isAscii(byte[] text) {
        for (byte b : text) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
