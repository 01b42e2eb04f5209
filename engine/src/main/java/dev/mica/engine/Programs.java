package dev.mica.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The host's programs that containers need. */
final class Programs {
    /** Where Debian's packages put them, whatever PATH the daemon was started with. */
    private static final List<String> ALWAYS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Programs() {}

    /** The first program of this name on PATH, and then where programs usually are. */
    static Optional<Path> find(String name) {
        List<String> directories = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            directories.addAll(List.of(path.split(":", -1)));
        }
        directories.addAll(ALWAYS);
        return directories.stream()
                .filter(d -> d.startsWith("/"))
                .map(d -> Path.of(d, name))
                .filter(p -> Files.isExecutable(p) && Files.isRegularFile(p))
                .findFirst();
    }

    /**
     * As {@link #find}.
     *
     * @throws EngineException naming the package that is missing
     */
    static Path require(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                EngineException.system(
                                        "containers need the program "
                                                + name
                                                + ": install its package (apt-get install "
                                                + name
                                                + ")"));
    }
}
