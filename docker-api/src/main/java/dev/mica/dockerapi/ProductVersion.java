package dev.mica.dockerapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Mica's own version, as the build wrote it down. */
final class ProductVersion {
    private ProductVersion() {}

    /** {@code 0.1.0}. */
    static String read() {
        try (InputStream file = ProductVersion.class.getResourceAsStream("version.txt")) {
            if (file == null) {
                throw new IllegalStateException("the build left out version.txt");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
