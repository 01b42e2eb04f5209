package dev.mica.storage;

import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Changes a mounted tree as programs would, at random; the seed decides. */
final class RandomChanges {
    private final Path root;
    private final Random random;

    private RandomChanges(Path root, Random random) {
        this.root = root;
        this.random = random;
    }

    static void make(Path root, Random random, int count) throws IOException {
        RandomChanges changes = new RandomChanges(root, random);
        for (int i = 0; i < count; i++) {
            changes.one();
        }
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(p -> !p.equals(root)).sorted().toList();
        }
    }

    private Path any(boolean directory) throws IOException {
        List<Path> candidates =
                all().stream()
                        .filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS) == directory)
                        .toList();
        return candidates.isEmpty() ? root : candidates.get(random.nextInt(candidates.size()));
    }

    private Path fresh() throws IOException {
        return any(true).resolve("new" + random.nextInt(30));
    }

    private void one() throws IOException {
        try {
            switch (random.nextInt(10)) {
                case 0, 1 -> Files.writeString(fresh(), "content " + random.nextInt());
                case 2 -> Files.createDirectory(fresh());
                case 3 -> Files.createSymbolicLink(fresh(), Path.of("anywhere"));
                case 4 -> edit(any(false));
                case 5 -> remove(any(false));
                case 6 -> remove(any(true));
                case 7 -> replaceByDirectory(any(random.nextBoolean()));
                case 8 -> Files.createLink(fresh(), any(false));
                default -> touch(any(random.nextBoolean()));
            }
        } catch (FileAlreadyExistsException taken) {
            // another name next time
        }
    }

    private static void edit(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.writeString(file, "edited and longer than it was");
        }
    }

    private void touch(Path path) throws IOException {
        if (!Files.isSymbolicLink(path) && !path.equals(root)) {
            Files.setAttribute(path, "unix:mode", random.nextBoolean() ? 0711 : 0644);
        }
    }

    private void remove(Path path) {
        if (!path.equals(root)) {
            try (Directory above = Directory.open(Linux.system(), path.getParent().toString())) {
                above.removeTree(path.getFileName().toString());
            }
        }
    }

    private void replaceByDirectory(Path path) throws IOException {
        if (!path.equals(root)) {
            remove(path);
            Files.createDirectory(path);
            Files.writeString(path.resolve("inside"), "x");
        }
    }
}
