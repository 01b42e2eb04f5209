package dev.mica.storage.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file mode creation mask, read without the moment in which {@code umask(2)} changes it. */
final class Umask {
    private static final Path STATUS = Path.of("/proc/self/status");

    private Umask() {}

    /**
     * The mask of this process; everything where the kernel does not say, so that modes are set.
     */
    static int current() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("Umask:")) {
                    return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            // /proc is not mounted
        }
        return 07777;
    }
}
