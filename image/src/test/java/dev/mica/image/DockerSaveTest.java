package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is planned for {@code docker save}, beside what a real dockerd 20.10 writes. */
class DockerSaveTest {

    private static Dockerd dockerd;

    @BeforeAll
    static void start() throws IOException {
        dockerd = new Dockerd();
    }

    @AfterAll
    static void stop() throws IOException {
        if (dockerd != null) {
            dockerd.close();
        }
    }

    private final Map<ChainId, byte[]> layers = new HashMap<>();

    @Test
    void anImageWithEverythingIsSavedToTheByte() throws IOException {
        SampleImage image =
                SampleImage.with(
                        "\"created\":\"2025-05-05T05:05:05.999999999Z\",\"author\":\"<x>\",\"comment\":\"c&d\","
                            + "\"docker_version\":\"19\",\"container\":\"abc\",\"variant\":\"v1\",\"os.version\":\"1\",\"config\":{\"Cmd\":\"one"
                            + " string\",\"Healthcheck\":{\"Test\":[\"NONE\"],\"Interval\":5},"
                            + "\"StopTimeout\":5,\"Volumes\":{\"/v\":{}},\"Unknown\":1},\"container_config\":{\"Cmd\":[\"x\"]},",
                        "a",
                        "b",
                        "c");
        assertSame(
                List.of(saved(image, "all:1", "all:2", "reg.example.com:5000/x/y:z")),
                "all:1",
                "all:2",
                "reg.example.com:5000/x/y:z");
    }

    @Test
    void oddTimesAreSavedToTheByte() throws IOException {
        assertSame(List.of(saved(SampleImage.of("never"), "never:1")), "never:1");
        assertSame(
                List.of(
                        saved(
                                SampleImage.with(
                                        "\"created\":\"1960-05-05T05:05:05.5Z\",\"config\":null,",
                                        "o"),
                                "old:1")),
                "old:1");
        assertSame(
                List.of(
                        saved(
                                SampleImage.with(
                                        "\"created\":\"2500-05-05T05:05:05.50+02:00\",", "f", "g"),
                                "future:1")),
                "future:1");
    }

    @Test
    void severalImagesShareTheirLayers() throws IOException {
        SampleImage one = SampleImage.with("\"created\":\"2025-05-05T05:05:05Z\",", "base", "s1");
        SampleImage two = SampleImage.with("\"created\":\"2025-05-05T05:05:05Z\",", "base", "s2");
        List<SavedImage> images = List.of(saved(one, "one:1"), saved(two, "two:1"));
        byte[] theirs = dockerd.save("one:1", "two:1");
        // the order of dockerd's manifest.json changes from time to time
        assertThat(entries(theirs, false)).isEqualTo(entries(ours(images), false));
    }

    @Test
    void aLayerThatOccursTwiceIsALink() throws IOException {
        SampleImage image =
                SampleImage.with("\"created\":\"2025-05-05T05:05:05Z\",", "t", "u", "t");
        byte[] ours = ours(List.of(saved(image, "twice:1")));
        // dockerd gives what is beside a link the time of the save
        assertThat(entries(dockerd.save("twice:1"), true)).isEqualTo(entries(ours, true));
        assertThat(TestTar.images(ours).getFirst().layers()).allMatch(ArchivedLayer::present);
    }

    @Test
    void anImageSavedByItsIdHasNoName() throws IOException {
        SampleImage image = SampleImage.with("\"created\":\"2025-05-05T05:05:05Z\",", "i");
        saved(image, "named:1");
        assertSame(
                List.of(new SavedImage(ImageConfig.parse(image.config), List.of(), null)),
                image.id().toString());
    }

    @Test
    void whatWasSavedIsLoadedAsItWas() throws IOException {
        SampleImage image = SampleImage.with("\"created\":\"2025-05-05T05:05:05Z\",", "l1", "l2");
        List<ArchivedImage> loaded = TestTar.images(ours(List.of(saved(image, "x/y:1"))));
        assertThat(loaded).hasSize(1);
        assertThat(loaded.getFirst().config().raw()).isEqualTo(image.config);
        assertThat(loaded.getFirst().tags())
                .extracting(Reference::familiar)
                .containsExactly("x/y:1");
    }

    @Test
    void anOldArchiveBecomesTheSameImages() throws IOException {
        SampleImage image =
                SampleImage.with(
                        "\"created\":\"2025-05-05T05:05:05Z\",\"author\":\"me\",\"container_config\":{\"Cmd\":[\"a\",\"b\"]},",
                        "v1",
                        "v2",
                        "v3");
        byte[] saved = ours(List.of(saved(image, "legacy:1")));
        TestTar old = new TestTar();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(saved))) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                if (e.isFile() && !e.getName().endsWith(".json")) {
                    old.file(e.getName(), tar.readAllBytes());
                }
            }
        }
        byte[] archive = old.toBytes();
        dockerd.docker("rmi", "legacy:1");
        dockerd.load(archive);
        List<ArchivedImage> ours = TestTar.images(archive);
        String theirs = dockerd.docker("image", "ls", "-a", "--no-trunc", "-q");
        assertThat(ours).hasSize(3).allMatch(i -> theirs.contains(i.config().id().toString()));
        ArchivedImage top = ours.getLast();
        assertThat(
                        dockerd.docker("image", "inspect", "-f", "{{.Id}} {{.Parent}}", "legacy:1")
                                .strip())
                .isEqualTo(top.config().id() + " " + top.parent().orElseThrow());
    }

    @Test
    void anImageWithoutLayersIsNotSaved() {
        ImageConfig config = ImageConfig.parse(SampleImage.of().config);
        assertThatThrownBy(() -> SavePlan.of(List.of(new SavedImage(config, List.of(), null))))
                .isInstanceOf(InvalidImageException.class)
                .hasMessage("empty export - not implemented");
    }

    /** Loads an image into dockerd. */
    private SavedImage saved(SampleImage image, String... tags) throws IOException {
        TestTar archive = new TestTar().file(image.configName(), image.config);
        String[] names = new String[image.layers.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = i + "/layer.tar";
            archive.file(names[i], image.layers.get(i));
            List<DiffId> below = ImageConfig.parse(image.config).layers().subList(0, i + 1);
            layers.put(ChainId.of(below), image.layers.get(i));
        }
        String item = image.item("[\"" + String.join("\",\"", tags) + "\"]", names);
        dockerd.load(archive.file("manifest.json", "[" + item + "]").toBytes());
        return new SavedImage(
                ImageConfig.parse(image.config),
                Arrays.stream(tags).map(Reference::parse).toList(),
                null);
    }

    private void assertSame(List<SavedImage> images, String... names) throws IOException {
        byte[] ours = ours(images);
        byte[] theirs = dockerd.save(names);
        assertThat(entries(ours, false)).isEqualTo(entries(theirs, false));
        assertThat(Digest.of(ours)).isEqualTo(Digest.of(theirs));
    }

    private byte[] ours(List<SavedImage> images) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SaveArchive.write(
                SavePlan.of(images),
                new SaveArchive.LayerSource() {
                    @Override
                    public long size(ChainId layer) {
                        return layers.get(layer).length;
                    }

                    @Override
                    public void write(ChainId layer, OutputStream to) throws IOException {
                        to.write(layers.get(layer));
                    }
                },
                out);
        return out.toByteArray();
    }

    /** An archive's members as text, less the order of manifest.json and, if asked, the times. */
    private static String entries(byte[] archive, boolean timeless) throws IOException {
        StringBuilder text = new StringBuilder();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                byte[] content = tar.readAllBytes();
                if (e.getName().equals("manifest.json")) {
                    Arrays.sort(content);
                }
                text.append(
                        "%s %o %d:%d %s:%s %s %s %s%n"
                                .formatted(
                                        e.getName(),
                                        e.getMode(),
                                        e.getLongUserId(),
                                        e.getLongGroupId(),
                                        e.getUserName(),
                                        e.getGroupName(),
                                        timeless ? "" : e.getLastModifiedTime(),
                                        e.getLinkName(),
                                        Digest.of(content)));
            }
        }
        return text.toString();
    }
}
