package dev.mica.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What one side writes, read by another as it comes, with no more than a buffer between. */
final class Piped {
    private static final int BUFFER = 256 * 1024;

    private Piped() {}

    /** Writes a stream. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Makes something of a stream. */
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    /** Runs both sides. The writer's failure counts more than the reader's, which it causes. */
    static <T> T read(Writer writer, Reader<T> reader) throws IOException {
        try (PipedInputStream in = new PipedInputStream(BUFFER)) {
            PipedOutputStream out = new PipedOutputStream(in);
            CompletableFuture<Void> written =
                    CompletableFuture.runAsync(
                            () -> {
                                try (out) {
                                    writer.write(out);
                                } catch (IOException e) {
                                    throw new CompletionException(e);
                                }
                            },
                            task -> Thread.ofPlatform().name("piped").start(task));
            T result;
            try {
                result = reader.read(in);
            } catch (IOException | RuntimeException e) {
                if (written.isCompletedExceptionally()) {
                    written.join();
                }
                throw e;
            }
            written.join();
            return result;
        }
    }
}
