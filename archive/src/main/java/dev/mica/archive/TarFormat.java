package dev.mica.archive;

/** The layouts of a header block, told apart by its magic. */
enum TarFormat {
    /** No magic: nothing follows the link's name. */
    V7,
    /** POSIX's, and what PAX puts its own headers before. */
    USTAR,
    /** Schily's: a shorter prefix, and times behind it. */
    STAR,
    /** GNU's: times and a sparse map where POSIX has the prefix. */
    GNU;

    static TarFormat of(TarBlock block) {
        if (block.matches(TarBlock.MAGIC, "ustar\0")) {
            return block.matches(TarBlock.STAR_TRAILER, "tar\0") ? STAR : USTAR;
        }
        return block.matches(TarBlock.MAGIC, "ustar  \0") ? GNU : V7;
    }
}
