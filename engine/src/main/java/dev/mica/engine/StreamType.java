package dev.mica.engine;

/** Docker's numbers for the standard streams. */
public enum StreamType {
    /** Input. */
    STDIN(0, "stdin"),
    /** Output. */
    STDOUT(1, "stdout"),
    /** Errors. */
    STDERR(2, "stderr");

    private final int code;
    private final String text;

    StreamType(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The first byte of a frame. */
    public int code() {
        return code;
    }

    /** The name in a log file. */
    public String text() {
        return text;
    }
}
