package dev.mica.linux;

/** A pipe's two ends, close-on-exec. */
public record Pipe(Fd reader, Fd writer) implements AutoCloseable {
    /** Makes one. */
    public static Pipe open(Linux linux) {
        int[] ends = linux.pipe2(0);
        return new Pipe(new Fd(linux, ends[0]), new Fd(linux, ends[1]));
    }

    /** Closes what is still open of it. */
    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
