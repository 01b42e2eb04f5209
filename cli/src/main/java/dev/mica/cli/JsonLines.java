package dev.mica.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A stream of JSON objects, one a line, which end with CR LF or LF. */
final class JsonLines {

    private JsonLines() {}

    /** Hands on each object as it comes, until the stream's end. */
    static void read(InputStream in, Consumer<Json> each) {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    each.accept(Json.read(line.getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the daemon's answer: " + e.getMessage(), e);
        }
    }
}
