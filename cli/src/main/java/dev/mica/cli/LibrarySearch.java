package dev.mica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds libraries where the dynamic loader would: {@code ld.so(8)}, without {@code
 * LD_LIBRARY_PATH}, which an image would not have.
 */
final class LibrarySearch {

    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;

    private final HostTree host;
    private final LdCache cache;
    private boolean cacheUsed;

    LibrarySearch(HostTree host) throws IOException {
        this.host = host;
        this.cache = LdCache.read(host.onHost(Path.of("/etc/ld.so.cache")));
    }

    /** Whether a library was found by the cache alone, so that the image needs the cache too. */
    boolean cacheUsed() {
        return cacheUsed;
    }

    /**
     * Finds a library.
     *
     * @param name as DT_NEEDED has it; with a slash it is a path
     * @param loaders the file that needs it, then the one that needs that, and so on
     * @return its path in the image
     */
    Optional<Path> find(String name, List<Loader> loaders) throws IOException {
        Loader needs = loaders.getFirst();
        int machine = needs.elf().machine();
        if (name.indexOf('/') >= 0) {
            return fits(Path.of("/").resolve(name), machine);
        }
        for (Path folder : folders(loaders)) {
            Optional<Path> found = fits(folder.resolve(name), machine);
            if (found.isPresent()) {
                return found;
            }
        }
        if (!needs.elf().defaultLibraries()) {
            return Optional.empty();
        }
        List<Path> defaults = defaults(machine);
        for (Path path : cache.find(name)) {
            Optional<Path> found = fits(path, machine);
            if (found.isPresent()) {
                cacheUsed |= !defaults.contains(path.getParent());
                return found;
            }
        }
        for (Path folder : defaults) {
            Optional<Path> found = fits(folder.resolve(name), machine);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A file that needs libraries: its path in the image without links, for {@code $ORIGIN}. */
    record Loader(Path path, ElfFile elf) {}

    /** The folders that the files themselves name: RPATHs, each loader's, else the RUNPATH. */
    private static List<Path> folders(List<Loader> loaders) {
        List<Path> folders = new ArrayList<>();
        Loader needs = loaders.getFirst();
        if (needs.elf().runpath().isEmpty()) {
            for (Loader loader : loaders) {
                if (loader.elf().runpath().isEmpty()) {
                    addExpanded(loader.elf().rpath(), loader, folders);
                }
            }
        }
        addExpanded(needs.elf().runpath(), needs, folders);
        return folders;
    }

    private static void addExpanded(List<String> names, Loader loader, List<Path> folders) {
        Path origin = loader.path().getParent();
        String machine = loader.elf().machine() == AARCH64 ? "aarch64" : "x86_64";
        for (String name : names) {
            String expanded =
                    name.replace("${ORIGIN}", "$ORIGIN")
                            .replace("$ORIGIN", String.valueOf(origin))
                            .replace("${LIB}", "$LIB")
                            .replace("$LIB", "lib/" + machine + "-linux-gnu")
                            .replace("${PLATFORM}", "$PLATFORM")
                            .replace("$PLATFORM", machine);
            // a relative one would depend on where the program is started
            if (expanded.startsWith("/")) {
                folders.add(Path.of(expanded).normalize());
            }
        }
    }

    /** glibc's own folders, Debian's and those of other distributions. */
    private static List<Path> defaults(int machine) {
        List<Path> folders = new ArrayList<>();
        String triplet =
                switch (machine) {
                    case X86_64 -> "x86_64-linux-gnu";
                    case AARCH64 -> "aarch64-linux-gnu";
                    default -> "";
                };
        if (!triplet.isEmpty()) {
            folders.add(Path.of("/lib", triplet));
            folders.add(Path.of("/usr/lib", triplet));
        }
        for (String folder : new String[] {"/lib64", "/usr/lib64", "/lib", "/usr/lib"}) {
            folders.add(Path.of(folder));
        }
        return folders;
    }

    private Optional<Path> fits(Path path, int machine) throws IOException {
        Path file = host.onHost(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        boolean same = ElfFile.read(file).filter(elf -> elf.machine() == machine).isPresent();
        return same ? Optional.of(path) : Optional.empty();
    }
}
