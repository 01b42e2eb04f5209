package dev.mica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A layer of a container or image, as it lies on this host.
 *
 * @param role {@code upper} for what a container writes to, else {@code lower}
 * @param instruction what made it
 * @param size in bytes of its files, or -1 where nobody says
 * @param directory its files
 */
record StackedLayer(String role, String instruction, long size, Path directory) {

    /** Its short name, {@code l/…}, which mount options hold; nothing where it cannot be read. */
    String link() {
        Path own = directory.resolveSibling("link");
        try {
            return "l/" + Files.readString(own);
        } catch (IOException e) {
            return "";
        }
    }
}
