package dev.mica.storage.spi;

/**
 * One difference of a layer to its parent, as {@code docker diff} lists it.
 *
 * @param path absolute in the layer, such as {@code /etc/hosts}; bytes that are no UTF-8 are kept
 *     as the file system's encoding has them (see {@code dev.mica.linux})
 * @param kind what happened
 */
public record Change(String path, Kind kind) {

    /** What happened to a path. The API's number is {@link #apiCode()}. */
    public enum Kind {
        /** Content or metadata differ, or something below the directory does. */
        MODIFY(0, "C"),
        /** The parent has nothing there. */
        ADD(1, "A"),
        /** The parent has it and the layer hides it; what was below is not listed. */
        DELETE(2, "D");

        private final int apiCode;
        private final String letter;

        Kind(int apiCode, String letter) {
            this.apiCode = apiCode;
            this.letter = letter;
        }

        /** 0, 1 or 2, as {@code GET /containers/ID/changes} says it. */
        public int apiCode() {
            return apiCode;
        }

        /** C, A or D, as {@code docker diff} prints it. */
        public String letter() {
            return letter;
        }
    }

    @Override
    public String toString() {
        return kind.letter() + ' ' + path;
    }
}
