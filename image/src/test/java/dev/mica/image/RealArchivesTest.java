package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that other programs made. */
class RealArchivesTest {

    private final SampleImage image =
            SampleImage.with("\"created\":\"2025-01-02T03:04:05Z\",", "a", "b", "a");

    @TempDir private Path directory;

    private Programs programs;

    @BeforeEach
    void anArchiveToStartFrom() throws IOException {
        programs = new Programs(directory);
        TestTar archive = new TestTar().file(image.configName(), image.config);
        String[] names = new String[image.layers.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = i + "/layer.tar";
            archive.file(names[i], image.layers.get(i));
        }
        archive.file("manifest.json", "[" + image.item("[\"in:1\"]", names) + "]");
        Files.write(directory.resolve("in.tar"), archive.toBytes());
    }

    @Test
    void skopeosOciArchiveIsRead() throws IOException {
        Programs.need("skopeo");
        skopeo("docker-archive:in.tar", "oci-archive:out.tar:example.com/app:2");
        ArchivedImage found = only("out.tar");
        assertThat(found.tags())
                .extracting(Reference::familiar)
                .containsExactly("example.com/app:2");
        assertThat(found.config().layers()).isEqualTo(ImageConfig.parse(image.config).layers());
        assertWhole(found);
    }

    @Test
    void skopeosDockerArchiveIsRead() throws IOException {
        Programs.need("skopeo");
        skopeo("docker-archive:in.tar", "docker-archive:out.tar:app:2");
        ArchivedImage found = only("out.tar");
        assertThat(found.tags()).extracting(Reference::familiar).containsExactly("app:2");
        assertThat(found.config().id()).isEqualTo(image.id());
        assertWhole(found);
    }

    @Test
    void skopeosOciDirectoryIsReadFromATar() throws IOException {
        Programs.need("skopeo", "tar");
        skopeo("docker-archive:in.tar", "oci:layout:latest");
        programs.run("tar", "cf", "out.tar", "-C", "layout", ".");
        ArchivedImage found = only("out.tar");
        assertThat(found.tags()).isEmpty();
        assertWhole(found);
    }

    @Test
    void skopeosUncompressedDockerDirectoryLayersAreRead() throws IOException {
        Programs.need("skopeo", "tar");
        skopeo("--dest-compress-format", "gzip", "docker-archive:in.tar", "oci:one:x/a:1");
        skopeo("oci:one:x/a:1", "oci-archive:two.tar:x/b:1");
        assertWhole(only("two.tar"));
    }

    @Test
    void buildahsArchivesAreRead() throws IOException {
        Programs.needRoot();
        Programs.need("buildah");
        Files.writeString(directory.resolve("file"), "content");
        String container = buildah("from", "scratch").lines().toList().getLast();
        buildah("copy", container, "file", "/file");
        buildah("config", "--cmd", "/file", "--env", "A=1", container);
        buildah("commit", container, "oci-archive:oci.tar:localhost/built:1");
        buildah("commit", container, "docker-archive:docker.tar:localhost/built:2");
        ArchivedImage oci = only("oci.tar");
        assertThat(oci.tags()).extracting(Reference::familiar).containsExactly("localhost/built:1");
        assertThat(oci.config().config().orElseThrow().cmd()).containsExactly("/file");
        assertWhole(oci);
        ArchivedImage docker = only("docker.tar");
        assertThat(docker.tags())
                .extracting(Reference::familiar)
                .containsExactly("localhost/built:2");
        assertThat(docker.config().config().orElseThrow().env()).contains("A=1");
        assertWhole(docker);
    }

    @Test
    void umocisLayoutIsReadFromATar() throws IOException {
        Programs.needRoot();
        Programs.need("umoci", "tar");
        Files.writeString(directory.resolve("file"), "content");
        programs.run("umoci", "init", "--layout", "layout");
        programs.run("umoci", "new", "--image", "layout:v1");
        programs.run("umoci", "insert", "--image", "layout:v1", "file", "/file");
        programs.run("umoci", "config", "--image", "layout:v1", "--config.cmd", "/file");
        programs.run("tar", "cf", "out.tar", "-C", "layout", ".");
        ArchivedImage found = only("out.tar");
        assertThat(found.tags()).isEmpty();
        assertThat(found.config().config().orElseThrow().cmd()).containsExactly("/file");
        assertThat(found.config().history()).hasSize(2);
        assertWhole(found);
    }

    private void skopeo(String... arguments) {
        String[] command = new String[arguments.length + 3];
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        command[0] = "skopeo";
        command[1] = "copy";
        command[2] = "--insecure-policy";
        programs.run(command);
    }

    private String buildah(String... arguments) {
        String[] command = new String[arguments.length + 7];
        System.arraycopy(arguments, 0, command, 7, arguments.length);
        List<String> options =
                List.of(
                        "buildah",
                        "--storage-driver",
                        "vfs",
                        "--root",
                        "storage",
                        "--runroot",
                        "run");
        for (int i = 0; i < options.size(); i++) {
            command[i] = options.get(i);
        }
        return programs.run(command);
    }

    private ArchivedImage only(String archive) throws IOException {
        List<ArchivedImage> images = TestTar.images(Files.readAllBytes(directory.resolve(archive)));
        assertThat(images).hasSize(1);
        return images.getFirst();
    }

    private static void assertWhole(ArchivedImage found) {
        assertThat(found.layers()).isNotEmpty().allMatch(ArchivedLayer::present);
        assertThat(found.layers())
                .extracting(ArchivedLayer::diffId)
                .isEqualTo(found.config().layers());
    }
}
