package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.linux.Directory;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three layers: the lowest has all, the middle one takes away and replaces, the top adds. */
class LayerLookupTest {

    @TempDir Path folder;

    private List<StackedLayer> stack;

    @BeforeEach
    void makeLayers() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root: for whiteouts");
        file("low/gone");
        file("low/dir/gone");
        file("low/dir/kept");
        file("low/opaque/old");
        file("low/turned/old");
        file("mid/opaque/new");
        file("mid/turned");
        file("top/dir/kept");
        Files.createDirectories(folder.resolve("mid/dir"));
        try (Directory mid = Directory.open(Linux.system(), folder.resolve("mid").toString());
                Directory dir = mid.directory("dir")) {
            mid.mknod("gone", Flags.S_IFCHR, 0, 0);
            dir.mknod("gone", Flags.S_IFCHR, 0, 0);
            mid.setXattr(
                    "opaque", "trusted.overlay.opaque", "y".getBytes(StandardCharsets.US_ASCII));
        }
        stack =
                List.of(
                        new StackedLayer("upper", "", -1, folder.resolve("top")),
                        new StackedLayer("lower", "", -1, folder.resolve("mid")),
                        new StackedLayer("lower", "", -1, folder.resolve("low")));
    }

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private List<String> find(String path) {
        return LayerLookup.find(Path.of(path), stack).stream()
                .map(found -> found.what().isEmpty() ? "" : found.toString())
                .toList();
    }

    @Test
    void theTopmostFileIsSeen() {
        assertThat(find("/dir/kept")).containsExactly("file, seen", "", "file, hidden");
    }

    @Test
    void aWhiteoutHidesWhatIsBelow() {
        assertThat(find("/gone"))
                .containsExactly("", "whiteout, hides what is below", "file, hidden");
        assertThat(find("/gone/deeper"))
                .containsExactly(
                        "",
                        "whiteout of gone, hides what is below",
                        "gone is no directory, hidden");
    }

    @Test
    void directoriesAreMergedUntilOneIsOpaque() {
        assertThat(find("/dir"))
                .containsExactly("directory, seen", "directory, seen", "directory, seen");
        assertThat(find("/opaque"))
                .containsExactly("", "opaque directory, seen", "directory, hidden");
        assertThat(find("/opaque/old")).containsExactly("", "", "file, hidden");
        assertThat(find("/opaque/new")).containsExactly("", "file, seen", "");
    }

    @Test
    void aFileInTheWayOfADirectoryHidesWhatWasInIt() {
        assertThat(find("/turned/old"))
                .containsExactly("", "turned is no directory, hidden", "file, hidden");
    }

    @Test
    void theRootIsInEveryLayer() {
        assertThat(find("/")).containsOnly("directory, seen");
        assertThat(find("/../nosuch")).containsOnly("");
    }
}
