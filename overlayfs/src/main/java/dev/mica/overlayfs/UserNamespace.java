package dev.mica.overlayfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user namespace that this process is in. */
final class UserNamespace {
    private UserNamespace() {}

    /** Whether it is the machine's own, in which all ids are what they are: the map says so. */
    static boolean isInitial() {
        try {
            String map = Files.readString(Path.of("/proc/self/uid_map")).strip();
            return map.endsWith(" 4294967295") && map.startsWith("0 ");
        } catch (IOException e) {
            return false; // the safe answer: nothing is passed through
        }
    }
}
