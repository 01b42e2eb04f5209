package dev.mica.archive;

/** What an entry of a tar archive is. */
public enum EntryType {
    /** A regular file; sparse and contiguous ones too. */
    FILE('0'),
    /** Another name of an entry that came before; {@link TarEntry#linkName()} says which. */
    HARD_LINK('1'),
    SYMLINK('2'),
    CHAR_DEVICE('3'),
    BLOCK_DEVICE('4'),
    DIRECTORY('5'),
    FIFO('6'),
    /**
     * Records that stand for all later entries ({@code git archive} leaves its commit there).
     * Docker neither applies nor unpacks it.
     */
    GLOBAL_HEADER('g'),
    /** Of a kind that means nothing here; {@link TarEntry#typeFlag()} says which. */
    OTHER('\0');

    private final char flag;

    EntryType(char flag) {
        this.flag = flag;
    }

    /** The byte that stands for it in a header. */
    char flag() {
        return flag;
    }

    /** Whether such an entry has no content, whatever size its header claims. */
    boolean headerOnly() {
        return switch (this) {
            case HARD_LINK, SYMLINK, CHAR_DEVICE, BLOCK_DEVICE, DIRECTORY, FIFO -> true;
            case FILE, GLOBAL_HEADER, OTHER -> false;
        };
    }

    static EntryType of(char flag) {
        return switch (flag) {
            case '\0', '0', '7', 'S' -> FILE;
            case '1' -> HARD_LINK;
            case '2' -> SYMLINK;
            case '3' -> CHAR_DEVICE;
            case '4' -> BLOCK_DEVICE;
            case '5' -> DIRECTORY;
            case '6' -> FIFO;
            case 'g' -> GLOBAL_HEADER;
            default -> OTHER;
        };
    }
}
