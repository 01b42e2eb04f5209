package dev.mica.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Programs of the host, and what each cannot run without: the dynamic loader, the libraries and
 * theirs, and the interpreter of a script. What a program opens by itself while it runs (plugins,
 * modules of an interpreter, data) nobody can know.
 */
final class HostPrograms {

    private static final int MOST_SCRIPTS = 4;

    private final List<Path> searched;
    private final HostTree host;
    private final LibrarySearch search;
    private final Set<Path> programs = new LinkedHashSet<>();
    private final Set<Path> libraries = new LinkedHashSet<>();
    private final Set<Path> seen = new LinkedHashSet<>();

    /**
     * @param root the host's root
     * @param path where to look for programs given by name
     */
    HostPrograms(Path root, List<Path> path) throws IOException {
        this.searched = List.copyOf(path);
        this.host = HostTree.from(root);
        this.search = new LibrarySearch(host);
    }

    /** The programs, and the interpreters they need, in order. */
    Set<Path> programs() {
        return Collections.unmodifiableSet(programs);
    }

    /** The loaders and libraries. */
    Set<Path> libraries() {
        return Collections.unmodifiableSet(libraries);
    }

    /** Whether the loader needs its cache to find them. */
    boolean cacheUsed() {
        return search.cacheUsed();
    }

    /**
     * Adds a program, by name or path, with all it needs.
     *
     * @return its path
     * @throws CommandException when it, or something it needs, is not there
     */
    Path add(String program) throws IOException {
        return add(program, program, 0);
    }

    private Path add(String program, String wanted, int depth) throws IOException {
        Path path = find(program, wanted);
        Path file;
        try {
            file = host.add(path);
        } catch (NoSuchFileException e) {
            throw new CommandException(path + ": no such file or directory", 1, e);
        }
        programs.add(path);
        if (!seen.add(file)) {
            return path;
        }
        List<String> script = scriptLine(file);
        if (!script.isEmpty()) {
            if (depth == MOST_SCRIPTS) {
                throw new CommandException(path + ": too many levels of script interpreters", 1);
            }
            for (String interpreter : script) {
                add(interpreter, path.toString(), depth + 1);
            }
            return path;
        }
        ElfFile elf =
                ElfFile.read(host.onHost(file))
                        .orElseThrow(
                                () ->
                                        new CommandException(
                                                path
                                                        + " is neither a 64-bit ELF program nor a"
                                                        + " script",
                                                1));
        if (elf.interpreter().isPresent()) {
            Path loader = Path.of("/").resolve(elf.interpreter().get());
            if (!Files.exists(host.onHost(loader))) {
                throw new CommandException(
                        path + " needs the loader " + loader + ", which is not there", 1);
            }
            libraries.add(loader);
        }
        addLibraries(path, List.of(new LibrarySearch.Loader(file, elf)));
        return path;
    }

    /** Adds what the first of the loaders needs, breadth first as the dynamic loader goes. */
    private void addLibraries(Path program, List<LibrarySearch.Loader> first) throws IOException {
        Deque<List<LibrarySearch.Loader>> left = new ArrayDeque<>();
        left.add(first);
        while (!left.isEmpty()) {
            List<LibrarySearch.Loader> loaders = left.removeFirst();
            for (String name : loaders.getFirst().elf().needed()) {
                Path library =
                        search.find(name, loaders)
                                .orElseThrow(
                                        () ->
                                                new CommandException(
                                                        "%s needs the library %s (for %s), which is not there"
                                                                .formatted(
                                                                        program,
                                                                        name,
                                                                        loaders.getFirst().path()),
                                                        1));
                libraries.add(library);
                Path file = host.add(library);
                if (seen.add(file)) {
                    Optional<ElfFile> elf = ElfFile.read(host.onHost(file));
                    List<LibrarySearch.Loader> chain = new ArrayList<>();
                    chain.add(new LibrarySearch.Loader(file, elf.orElseThrow()));
                    chain.addAll(loaders);
                    left.add(chain);
                }
            }
        }
    }

    private Path find(String program, String wanted) {
        if (program.indexOf('/') >= 0) {
            return Path.of(program).toAbsolutePath().normalize();
        }
        for (Path folder : searched) {
            Path path = folder.resolve(program);
            Path file = host.onHost(path);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return path;
            }
        }
        String why = program.equals(wanted) ? "" : ", which " + wanted + " needs";
        throw new CommandException(program + ": executable file not found in $PATH" + why, 1);
    }

    /**
     * The programs that a script's first line names: its interpreter, and with {@code env} what
     * that starts. Nothing if the file is no script.
     */
    private List<String> scriptLine(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(host.onHost(file))) {
            start = in.readNBytes(256); // all that the kernel looks at
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            return List.of();
        }
        int end = text.indexOf('\n');
        String[] words =
                text.substring(2, end < 0 ? text.length() : end).strip().split("[ \t]+", -1);
        List<String> named = new ArrayList<>();
        named.add(words[0]);
        if (words[0].endsWith("/env")) {
            for (int i = 1; i < words.length; i++) {
                boolean option = words[i].startsWith("-");
                boolean variable = words[i].indexOf('=') > 0;
                if (!option && !variable) {
                    named.add(words[i]);
                    break;
                }
            }
        }
        return named;
    }
}
