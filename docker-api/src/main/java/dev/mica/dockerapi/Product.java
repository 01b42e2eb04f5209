package dev.mica.dockerapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Which Mica this is, as the build wrote it down.
 *
 * @param version {@code 0.1.0}
 * @param built when, in RFC 3339
 */
public record Product(String version, String built) {

    /** Reads what the build wrote. */
    public static Product read() {
        try (InputStream file = Product.class.getResourceAsStream("version.txt")) {
            if (file == null) {
                throw new IllegalStateException("the build left out version.txt");
            }
            String[] lines =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\\s+", -1);
            return new Product(lines[0], lines[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the {@code Server} header says. */
    String server() {
        return "Mica/" + version;
    }
}
